"""The server on the wire: framing, limits, slow and broken clients, signals."""
import io
import json
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from baoxue import DIVISIONS, PASSWORD, Client, Server, login  # noqa: E402

HOST = b"Host: 127.0.0.1\r\n"
HIDDEN = b"GET /api/v1/hidden HTTP/1.1\r\n" + HOST + b"\r\n"


def statuses(reply):
    return [int(n) for n in re.findall(rb"HTTP/1\.1 (\d{3}) ", reply)]


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server_log_checked = False

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    # ---- framing ---------------------------------------------------------------
    def refused_and_closed(self, request):
        reply = self.server.raw(request, timeout=3)
        self.assertEqual(statuses(reply)[:1], [400], request)
        self.assertEqual(len(statuses(reply)), 1, "a hidden request was served")

    def test_a_request_with_length_and_chunked_is_refused(self):
        self.refused_and_closed(
            b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
            b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN)

    def test_two_lengths_are_refused(self):
        self.refused_and_closed(
            b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
            b"Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + HIDDEN)

    def test_an_odd_transfer_encoding_is_refused(self):
        self.refused_and_closed(
            b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
            b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN)

    def test_two_hosts_are_refused(self):
        self.refused_and_closed(
            b"GET /healthz HTTP/1.1\r\n" + HOST + b"Host: other\r\n\r\n")

    def test_a_missing_host_is_refused(self):
        # libmicrohttpd answers this one itself, and says so twice.
        reply = self.server.raw(b"GET /healthz HTTP/1.1\r\nX: y\r\n\r\n", timeout=3)
        self.assertEqual(set(statuses(reply)), {400})

    def test_a_space_before_the_colon_is_refused(self):
        reply = self.server.raw(
            b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
            b"Content-Length : 4\r\n\r\n" + HIDDEN, timeout=3)
        self.assertEqual(statuses(reply)[:1], [400])

    def test_a_huge_length_is_refused_at_once(self):
        for n in (b"18446744073709551615", b"-1", b"0x10", b"9999999999"):
            reply = self.server.raw(b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
                                    b"Content-Length: " + n + b"\r\n\r\n", timeout=3)
            self.assertIn(statuses(reply)[:1], ([400], [413]), n)

    def test_a_nul_or_broken_utf8_in_the_target_is_refused(self):
        for target in (b"/a%00b", b"/%ff%fe", b"/%0d%0aX:y", b"/%zz"):
            reply = self.server.raw(b"GET " + target + b" HTTP/1.1\r\n" + HOST +
                                    b"Connection: close\r\n\r\n", timeout=3)
            self.assertEqual(statuses(reply)[:1], [400], target)

    def test_a_chunked_body_is_read(self):
        body = json.dumps({"username": "town", "password": PASSWORD}).encode()
        reply = self.server.raw(
            b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
            b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
            b"Connection: close\r\n\r\n" +
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
        self.assertEqual(statuses(reply), [201])

    def test_a_body_over_the_limit_is_413_also_when_chunked(self):
        piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
        reply = self.server.raw(
            None, pieces=[b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
                          b"Content-Type: application/json\r\n"
                          b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"] +
            [piece] * 6 + [b"0\r\n\r\n"])
        self.assertEqual(statuses(reply), [413])
        reply = self.server.raw(b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
                                b"Content-Length: 300000\r\n\r\n", timeout=3)
        self.assertEqual(statuses(reply), [413])

    def test_a_file_too_large_is_told_so_after_it_was_sent(self):
        c = login(self.server, "town")
        status, p = c.call("POST", "/attachments", b"\x89PNG\r\n\x1a\n" + bytes(9 << 20),
                           Content_Type="image/png")
        self.assertEqual((status, p["code"]), (413, "too_large"))
        self.assertEqual(c.call("GET", "/me")[0], 200)

    # ---- files ---------------------------------------------------------------------
    UPLOAD = "/imports?kind=assigned&year=2026"

    def kept(self):
        folder = self.server.db + ".imports"
        return set(os.listdir(folder)) if os.path.isdir(folder) else set()

    def resident_kib(self):
        with open(f"/proc/{self.server.process.pid}/status") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))

    def cancel(self, c, number):
        """What is being read may move on meanwhile: its version, too."""
        while True:
            status = c.call("POST", f"/imports/{number}/cancel", {},
                            If_Match=f'"{c.call("GET", f"/imports/{number}")[1]["version"]}"')[0]
            if status != 412:
                return status

    def test_a_large_file_is_on_disk_while_it_comes(self):
        c = login(self.server, "office")
        line = "测试,230381201501019016,2015-01-01,男\n".encode()
        text = "姓名,身份证号,出生日期,性别\n".encode() + line * (80_000_000 // len(line))
        before, most = self.resident_kib(), 0

        head = "".join(f"{k}: {v}\r\n" for k, v in c.headers.items()).encode()
        with socket.create_connection(("127.0.0.1", self.server.port), 60) as s:
            s.sendall(b"POST /api/v1" + self.UPLOAD.encode() + b" HTTP/1.1\r\n" + HOST + head +
                      b"Content-Length: %d\r\n\r\n" % len(text))
            for at in range(0, len(text), 1 << 20):
                s.sendall(text[at:at + (1 << 20)])
                most = max(most, self.resident_kib())
            reply = b""
            while b"}" not in reply:
                reply += s.recv(65536)
        status, m = statuses(reply)[0], json.loads(reply[reply.index(b"{"):])
        self.assertEqual((status, m["size"]), (202, len(text)))
        self.assertLess(most - before, 30_000)
        self.assertIn(str(m["id"]), self.kept())
        self.assertIn(self.cancel(c, m["id"]), (202, 409))

    def test_formulas_errors_and_long_numbers_of_a_workbook(self):
        def text(at, value):
            return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        rows = [
            text("A1", "姓名") + text("B1", "身份证号"),
            '<c r="A2" t="str"><f>"测"&amp;"甲"</f><v>测甲</v></c>' + text("B2", "230381201501019016"),
            '<c r="A3" t="e"><f>VLOOKUP(1,Z:Z,1,0)</f><v>#N/A</v></c>' +
            text("B3", "230381201501019024"),
            text("A4", "测丙") + '<c r="B4"><v>2.30381201501019E+17</v></c>',
            text("A5", "测丁") + text("B5", "2.30381E+17"),
        ]
        sheet = "".join(f'<row r="{i}">{r}</row>' for i, r in enumerate(rows, 1))
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts = "http://schemas.openxmlformats.org/package/2006/relationships"
        kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        book = io.BytesIO()
        with zipfile.ZipFile(book, "w") as z:
            z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/'
                       'package/2006/content-types"/>')
            z.writestr("_rels/.rels", f'<Relationships xmlns="{parts}"><Relationship Id="r" '
                       f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
            z.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>'
                       '<sheet name="名单" sheetId="1" r:id="s"/></sheets></workbook>')
            z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{parts}">'
                       f'<Relationship Id="s" Type="{kinds}/worksheet" '
                       'Target="worksheets/sheet1.xml"/></Relationships>')
            z.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{sheet}'
                       '</sheetData></worksheet>')
        c = login(self.server, "office")
        m = c.call("POST", self.UPLOAD, book.getvalue())[1]
        for _ in range(600):
            m = c.call("GET", f"/imports/{m['id']}")[1]
            if m["state"] != "reading":
                break
            time.sleep(0.05)
        self.assertEqual((m["state"], m["rows_total"], m["refused"]), ("checked", 4, 3), m)
        told = c.call("GET", f"/imports/{m['id']}/errors")[1]["items"]
        self.assertEqual([(t["row"], t["faults"][0]["column"], t["faults"][0]["code"])
                          for t in told],
                         [(3, 1, "error_cell"), (4, 2, "excel"), (5, 2, "excel")])
        self.assertEqual(self.cancel(c, m["id"]), 202)

    def test_a_strangers_file_is_not_kept_for_a_moment(self):
        before = self.kept()
        reply = self.server.raw(
            None, pieces=[b"POST /api/v1" + self.UPLOAD.encode() + b" HTTP/1.1\r\n" + HOST +
                          b"Content-Length: 3000000\r\nConnection: close\r\n\r\n"] +
            [b"x" * 1_000_000] * 2, timeout=2)
        self.assertEqual((statuses(reply), self.kept()), ([], before))
        reply = self.server.raw(
            None, pieces=[b"POST /api/v1" + self.UPLOAD.encode() + b" HTTP/1.1\r\n" + HOST +
                          b"Content-Length: 3000000\r\nConnection: close\r\n\r\n"] +
            [b"x" * 1_000_000] * 3)
        self.assertEqual((statuses(reply), self.kept()), ([401], before))

    def test_a_file_that_breaks_off_leaves_nothing(self):
        before = self.kept()
        c = login(self.server, "office")
        head = "".join(f"{k}: {v}\r\n" for k, v in c.headers.items()).encode()
        with socket.create_connection(("127.0.0.1", self.server.port), 10) as s:
            s.sendall(b"POST /api/v1" + self.UPLOAD.encode() + b" HTTP/1.1\r\n" + HOST +
                      head + b"Content-Length: 3000000\r\n\r\n" + b"x" * 1_000_000)
            for _ in range(200):
                if self.kept() != before:
                    break
                time.sleep(0.05)
            self.assertNotEqual(self.kept(), before)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for _ in range(200):
            if self.kept() == before:
                break
            time.sleep(0.05)
        self.assertEqual(self.kept(), before)

    def test_pipelined_requests_are_answered_in_order(self):
        one = b"GET /healthz HTTP/1.1\r\n" + HOST
        reply = self.server.raw((one + b"\r\n") * 4 + one +
                                b"Connection: close\r\n\r\n")
        self.assertEqual(statuses(reply), [200] * 5)

    # ---- bodies -------------------------------------------------------------------
    def test_bad_json_is_a_problem_in_chinese(self):
        c = login(self.server, "town")
        for body in (b"{", b"\xff\xfe", b'{"a":1,"a":2}', b"[" * 50000, b'{"a":"\\u0000"}'):
            status, p = c.call("PUT", "/surveys/00000000-0000-4000-8000-000000000001",
                               body, Content_Type="application/json")
            self.assertEqual(status, 400, body[:20])
            self.assertEqual(c.reply.getheader("Content-Type"), "application/problem+json")
            self.assertRegex(p["detail"], "[一-龥]{4}")

    def test_another_content_type_is_415(self):
        c = login(self.server, "office")
        status, _ = c.call("POST", "/households", b"a=b",
                           Content_Type="application/x-www-form-urlencoded")
        self.assertEqual(status, 415)

    # ---- who ------------------------------------------------------------------------
    def test_nobody_signed_in_is_401(self):
        c = Client(self.server)
        self.assertEqual(c.call("GET", "/students")[0], 401)
        c.headers["Authorization"] = "Bearer " + "A" * 43
        self.assertEqual(c.call("GET", "/students")[0], 401)

    def test_forged_requests_are_403(self):
        good = login(self.server, "office")
        for change in ({"X-CSRF-Token": "A" * 43}, {"X-CSRF-Token": None},
                       {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                       {"Origin": "http://evil.example"}):
            c = Client(self.server)
            c.headers = {**good.headers, **change}
            c.headers = {k: v for k, v in c.headers.items() if v is not None}
            status, p = c.call("POST", "/survey-rounds", {})
            self.assertEqual((status, p["code"]), (403, "auth.csrf"), change)

    def test_under_tls_only_the_host_cookie_counts(self):
        c = login(self.server, "town")
        self.assertEqual(c.call("GET", "/me", X_Forwarded_Proto="https")[0], 401)
        c.headers["Cookie"] = "__Host-" + c.headers["Cookie"]
        self.assertEqual(c.call("GET", "/me", X_Forwarded_Proto="https")[0], 200)

    def test_the_document_served_is_the_one_printed(self):
        c = login(self.server, "town")
        status, served = c.call("GET", "/openapi.json")
        self.assertEqual(status, 200)
        self.assertEqual(served, json.loads(self.server.command("openapi")))

    def test_an_unknown_path_is_404_and_a_wrong_method_405(self):
        c = login(self.server, "office")
        self.assertEqual(c.call("GET", "/nothing")[0], 404)
        self.assertEqual(c.call("DELETE", "/students")[0], 405)
        self.assertEqual(c.reply.getheader("Allow"), "GET, POST")

    # ---- pages ------------------------------------------------------------------------
    def test_every_reply_carries_its_safety_headers(self):
        c = login(self.server, "office")
        c.call("GET", "/me")
        self.assertEqual(c.reply.getheader("Cache-Control"), "no-store")
        self.assertEqual(c.reply.getheader("X-Content-Type-Options"), "nosniff")

    # ---- load -----------------------------------------------------------------------------
    def test_exactly_128_connections_do_not_stall(self):
        request = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
        for n in (128, 256):
            socks = [socket.create_connection(("127.0.0.1", self.server.port), 10)
                     for _ in range(n)]
            try:
                for _ in range(5):
                    begun = time.monotonic()
                    for s in socks:
                        s.sendall(request)
                    for s in socks:
                        s.settimeout(10)
                        self.assertTrue(s.recv(4096).startswith(b"HTTP/1.1 200"))
                    self.assertLess(time.monotonic() - begun, 3)
            finally:
                for s in socks:
                    s.close()

    def test_many_writes_at_once_are_all_answered(self):
        clients = [login(self.server, "office") for _ in range(4)]
        results = []

        def work(c, k):
            for i in range(25):
                results.append(c.call("POST", "/households", {
                    "division": "230381103200", "head_name": "测" + chr(0x4E00 + k * 100 + i)})[0])
        threads = [threading.Thread(target=work, args=(c, k))
                   for k, c in enumerate(clients)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(set(results), {201})
        self.assertEqual(len(results), 100)

    def test_of_two_who_act_on_a_case_at_once_one_wins(self):
        office, town = login(self.server, "office"), login(self.server, "town")
        status, house = office.call("POST", "/households", {
            "division": "230381103200", "head_name": "测同户"})
        self.assertEqual(status, 201)
        status, child = office.call("POST", "/students", {
            "household_id": house["id"], "name": "测同时", "sex": "1",
            "birth_date": "2015-03-01", "id_kind": "1",
            "residence_division": "230381103200"})
        self.assertEqual(status, 201, child)
        status, case = town.call("POST", "/cases", {
            "student_id": child["id"], "reason": "R02", "absent_since": "2026-01-05"})
        self.assertEqual(status, 201, case)
        for _ in range(10):
            version = case["version"]
            replies, start = [], threading.Barrier(2)

            def act(c, action, body):
                start.wait()
                replies.append(c.call(
                    "POST", f"/cases/{case['id']}/actions/{action}", body,
                    If_Match=f'"{version}"'))
            state = case["state"]
            first = ("verify", {"note": "属实"}) if state == "reported" else (
                "persuade", {"visited_on": "2026-01-06", "method": "home_visit",
                             "persons": "甲", "met": "乙", "family_said": "不",
                             "result": "refused"})
            threads = [threading.Thread(target=act, args=(c, *first))
                       for c in (office, town)]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
            self.assertEqual(sorted(r[0] for r in replies), [200, 412], replies)
            lost = next(r[1] for r in replies if r[0] == 412)
            self.assertIn("刚才已有人办理", lost["detail"])
            self.assertIn("没有保存", lost["detail"])
            case = next(r[1] for r in replies if r[0] == 200)
            self.assertEqual(case["version"], version + 1)
            self.assertEqual(len(case["events"]), case["version"])

    def test_a_client_that_vanishes_leaves_the_server_well(self):
        for i in range(50):
            s = socket.create_connection(("127.0.0.1", self.server.port), 5)
            s.sendall(b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
                      b"Content-Type: application/json\r\nContent-Length: 60\r\n\r\n{" +
                      b" " * (i % 60))
            s.close()
        reply = self.server.raw(b"GET /healthz HTTP/1.1\r\n" + HOST +
                                b"Connection: close\r\n\r\n")
        self.assertEqual(statuses(reply), [200])

    # ---- the log -----------------------------------------------------------------------------
    def test_the_log_is_json_lines_without_names(self):
        c = login(self.server, "office")
        c.call("POST", "/households", {"division": "230381103200", "head_name": "秘名测"})
        with open(os.path.join(self.server.dir, "log")) as f:
            text = f.read()
        self.assertNotIn("秘名测", text)
        for line in text.splitlines():
            json.loads(line)


class Slow(unittest.TestCase):
    def test_dripping_clients_are_cut(self):
        with Server() as server:
            socks = []
            for start in (b"GET /healthz HTTP/1.1\r\nX-A: ",
                          b"POST /api/v1/sessions HTTP/1.1\r\n" + HOST +
                          b"Content-Type: application/json\r\n"
                          b"Content-Length: 200\r\n\r\n"):
                s = socket.create_connection(("127.0.0.1", server.port), 5)
                s.sendall(start)
                socks.append(s)
            begun, alive = time.monotonic(), set(range(len(socks)))
            while alive and time.monotonic() - begun < 40:
                for i in list(alive):
                    try:
                        socks[i].sendall(b" ")
                        socks[i].setblocking(False)
                        try:
                            if socks[i].recv(100) == b"":
                                alive.discard(i)
                        except BlockingIOError:
                            pass
                        finally:
                            socks[i].setblocking(True)
                    except OSError:
                        alive.discard(i)
                time.sleep(0.5)
            self.assertFalse(alive, "a drip lived beyond 40 s")
            for s in socks:
                s.close()


class Faults(unittest.TestCase):
    def test_sigterm_under_load_answers_what_was_accepted(self):
        with Server() as server:
            stop, acked, broken = threading.Event(), [], []

            def work(k):
                c = login(server, "office")
                i = 0
                while not stop.is_set():
                    i += 1
                    try:
                        status, answer = c.call("POST", "/households", {
                            "division": "230381103200", "head_name": "甲" + chr(0x4E00 + (k * 5000 + i) % 20000)})
                    except (OSError, Exception):
                        return
                    if status == 201:
                        acked.append(answer["id"])
                    else:
                        broken.append(status)
            threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
            for t in threads:
                t.start()
            while len(acked) < 200:
                time.sleep(0.01)
            code = server.stop(signal.SIGTERM)
            stop.set()
            for t in threads:
                t.join()
            self.assertEqual(code, 0)
            self.assertTrue(set(broken) <= {503}, broken)
            server.start()
            c = login(server, "office")
            for i in acked:
                self.assertEqual(c.call("GET", f"/households/{i}")[0], 200)

    def test_a_full_disk_answers_507_or_503_and_recovers(self):
        with Server() as server:
            size = sum(os.path.getsize(server.db + s) for s in ("", "-wal")
                       if os.path.exists(server.db + s))
            limit = size + 100 * 1024
            pid = server.process.pid
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            c = login(server, "office")
            seen, acked = set(), []
            for i in range(4000):
                status, answer = c.call("POST", "/households", {
                    "division": "230381103200", "head_name": "满" + chr(0x4E00 + i),
                    "note": "占位" * 100})
                seen.add(status)
                if status == 201:
                    acked.append(answer["id"])
                else:
                    self.assertTrue(c.reply.getheader("Retry-After"))
                    break
            self.assertTrue(seen & {503, 507}, seen)
            self.assertEqual(c.call("GET", f"/households/{acked[0]}")[0], 200,
                             "reads go on while the disk is full")
            resource.prlimit(pid, resource.RLIMIT_FSIZE,
                             (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            status, answer = c.call("POST", "/households", {
                "division": "230381103200", "head_name": "又能写了"})
            self.assertEqual(status, 201, "writes resume by themselves")
            for i in acked:
                self.assertEqual(c.call("GET", f"/households/{i}")[0], 200)
            self.assertEqual(server.stop(), 0)
            server.command("verify")

    def test_a_second_server_on_the_store_or_the_port_says_so(self):
        with Server() as server:
            done = server.command("serve", "--listen", "127.0.0.1:0", check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, "[一-龥]{4}")
            with Server() as other:
                done = other.command("serve", "--listen",
                                     f"127.0.0.1:{server.port}", check=False)
                self.assertEqual(done.returncode, 1)
                other.stop()
                done = other.command("serve", "--listen",
                                     f"127.0.0.1:{server.port}", check=False)
                self.assertEqual(done.returncode, 1)
                self.assertIn("占用", done.stderr)

    def test_a_missing_or_foreign_key_file_is_named(self):
        with Server() as a:
            a.stop()
            os.rename(a.db + ".key", a.db + ".away")
            done = a.command("serve", "--listen", "127.0.0.1:0", check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, "密钥")
            mine, a.db = a.db, os.path.join(a.dir, "other.db")
            a.command("init", "--divisions", DIVISIONS)
            os.rename(a.db + ".key", mine + ".key")
            a.db = mine
            done = a.command("verify", check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, "密钥")

    def test_a_store_of_a_newer_version_is_left_alone(self):
        with Server() as server:
            server.stop()
            subprocess.run(["sqlite3", server.db,
                            "INSERT INTO migration VALUES (9999,'later.sql',x'00',0)"],
                           check=True)
            done = server.command("serve", "--listen", "127.0.0.1:0", check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, "版本")

    def test_a_database_locked_by_another_program_is_503_then_well(self):
        with Server() as server:
            c = login(server, "office")
            other = subprocess.Popen(["sqlite3", server.db], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
            other.stdin.write("BEGIN IMMEDIATE; SELECT 'held';\n")
            other.stdin.flush()
            self.assertEqual(other.stdout.readline(), "held\n")
            status, _ = c.call("POST", "/households", {
                "division": "230381103200", "head_name": "等一等"})
            self.assertEqual(status, 503)
            self.assertTrue(c.reply.getheader("Retry-After"))
            self.assertEqual(c.call("GET", "/households")[0], 200)
            other.stdin.write("ROLLBACK;\n.quit\n")
            other.stdin.flush()
            other.wait(timeout=10)
            other.stdin.close()
            other.stdout.close()
            status, _ = c.call("POST", "/households", {
                "division": "230381103200", "head_name": "等一等"})
            self.assertEqual(status, 201)


if __name__ == "__main__":
    unittest.main(verbosity=1)
