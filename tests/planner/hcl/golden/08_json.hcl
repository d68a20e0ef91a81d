{
  "resource": { "a": { "b": { } } }
}
