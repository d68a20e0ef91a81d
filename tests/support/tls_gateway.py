#!/usr/bin/env python3
"""Serves https and a proxy on free ports of this machine, until stdin ends.

Usage: tls_gateway.py CERTIFICATE KEY PROXY_LOG PROXY_CREDENTIALS [TARGET_PORT]

The https side forwards to TARGET_PORT of this machine as plain http; without TARGET_PORT it responds to every request
with "hello". The proxy connects every CONNECT to the https side, whatever the name, and writes a line
"HOST:PORT CREDENTIALS" for it; credentials other than "Basic PROXY_CREDENTIALS" get a 407. Prints "HTTPS_PORT PROXY_PORT".
"""
import contextlib
import os
import socket
import ssl
import sys
import threading

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


def read_head(connection) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(4096)
        if not data:
            return b""
        head += data
    return head


def pump(source, sink) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def join(one, other) -> None:
    back = threading.Thread(target=pump, args=(other, one), daemon=True)
    back.start()
    pump(one, other)
    back.join()


def listen() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def accept(listener, handle) -> None:
    def run(connection) -> None:
        with contextlib.suppress(OSError, ssl.SSLError), connection:
            handle(connection)

    while True:
        connection, _ = listener.accept()
        threading.Thread(target=run, args=(connection,), daemon=True).start()


def main() -> None:
    certificate, key, log, credentials = sys.argv[1:5]
    target = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    https, proxy = listen(), listen()

    def serve_https(connection) -> None:
        with context.wrap_socket(connection, server_side=True) as plain:
            if target:
                with socket.create_connection(("127.0.0.1", target)) as behind:
                    join(plain, behind)
            elif read_head(plain):
                plain.sendall(HELLO)

    def serve_proxy(connection) -> None:
        lines = read_head(connection).decode().split("\r\n")
        given = next((line.partition(": ")[2] for line in lines if line.lower().startswith("proxy-authorization:")), "")
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"{lines[0].split(' ')[1]} {given}\n")
        if given != f"Basic {credentials}":
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(https.getsockname()) as behind:
            join(connection, behind)

    for listener, handle in ((https, serve_https), (proxy, serve_proxy)):
        threading.Thread(target=accept, args=(listener, handle), daemon=True).start()
    print(https.getsockname()[1], proxy.getsockname()[1], flush=True)
    sys.stdin.read()
    os._exit(0)


main()
