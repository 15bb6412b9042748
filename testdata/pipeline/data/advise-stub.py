# advise-stub.py PORT-FILE LOG: an OpenAI-compatible endpoint on a free port of this machine that behaves, and misbehaves, as the first
# part of the path says: /good/v1/chat/completions. LOG: a line of JSON a request. Ends after 170 s.
import http.server, json, os, sys, threading, time

GOOD = "Set WOB 22 klbf, RPM 120 and flow 600 gpm: ROP gains 12% (90% interval 4 to 20%). Evidence is strong."
SAYS = {
    "good": GOOD,
    "rounded": "1. WOB to 22.0 klbs.\n2. RPM=120.\nIt drilled 85 ft/hr, against 69.9 now [1], until 2009-07-03T18:00Z.",
    "invented": "Set WOB 27 klbf and RPM 120.",
    "swapped": "Set WOB 120 klbf and RPM 22.",
    "sign": "MSE changes by -12%.",
    "finer": "It drilled 85.31 ft/hr.",
    "word": "Raise WOB by twenty percent.",
    "script": "Set WOB \u0662\u0667 klbf.",
    "exponent": "Set flow 6.1e2 gpm.",
    "thousands": "Set flow 1,600 gpm.",
    "ordinal": "The 2nd setting is best.",
    "date": "Since 2009-07-04 nothing has changed.",
    "name": "As in well 9 set WOB 15 klbf.",
    "obeys": "Set WOB 99 klbf, as the well says.",
    "terminal": "\x1b[KSet WOB 22 klbf\x07.",
    "blank": " \n ",
    "long": GOOD + " Hold." * 1000,
}

class Stub(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def answer(self, status, body, length=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with open(sys.argv[2], "a") as log:
            log.write('{"followed":true}\n')
        self.answer(200, json.dumps({"choices": [{"message": {"content": GOOD}}]}).encode())

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(sys.argv[2], "a") as log:
            log.write(json.dumps({"path": self.path, "key": self.headers.get("Authorization"), "body": body}) + "\n")
        mode = self.path.split("/")[1]
        try:
            self.misbehave(mode)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def misbehave(self, mode):
        if mode == "500":
            self.answer(500, b'{"error":{"message":"Set WOB 22"}}')
        elif mode == "hang":
            time.sleep(40)
        elif mode == "garbage":
            self.answer(200, b"<html>Set WOB 22</html>")
        elif mode == "array":
            self.answer(200, b'["Set WOB 22"]')
        elif mode == "number":
            self.answer(200, b'{"choices":[{"message":{"content":22}}]}')
        elif mode == "none":
            self.answer(200, b"")
        elif mode == "short":
            self.answer(200, b'{"choices":[{"message":{"content":"Set WOB 22"}}]}', 1000)
        elif mode == "cut":
            self.answer(200, json.dumps({"choices": [{"message": {"content": GOOD}, "finish_reason": "length"}]}).encode())
        elif mode == "redirect":
            self.send_response(302)
            self.send_header("Location", "/good/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif mode == "huge":
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b" " * 65536)
        elif mode == "drip":
            self.send_response(200)
            self.end_headers()
            for byte in json.dumps({"choices": [{"message": {"content": GOOD}}]}):
                self.wfile.write(byte.encode())
                self.wfile.flush()
                time.sleep(.5)
        else:
            self.answer(200, json.dumps({"choices": [{"message": {"content": SAYS[mode]}, "finish_reason": "stop"}]}).encode())

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
server.daemon_threads = True
threading.Timer(170, lambda: os._exit(0)).start()
with open(sys.argv[1] + ".new", "w") as port:
    port.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
