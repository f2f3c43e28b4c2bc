print("before")
raise SystemExit("leaving with a text")
