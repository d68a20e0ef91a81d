external_id = ["wave341a3452"]
