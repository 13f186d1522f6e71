package reliability

import (
	"fmt"
	"strings"
	"testing"
)

// The lines of a server's life that matter, as strace prints them. A frame of the log is its header and its page.
const (
	frame  = `7 pwrite64(5</d/o.db-wal>, "\0\0\0\2\0\0\0\0saltsaltsumssums", 24, 32) = 24` + "\n"
	last   = `7 pwrite64(5</d/o.db-wal>, "\0\0\0\3\0\0\0\17saltsaltsumssums", 24, 32) = 24` + "\n"
	page   = `7 pwrite64(5</d/o.db-wal>, "\r\0\0{\"customer\":\"Audit.000001.x\"}\0\0", 4096, 56) = 4096` + "\n"
	other  = `7 pwrite64(5</d/o.db-wal>, "\r\0\0nobody of ours", 4096, 56) = 4096` + "\n"
	synced = `7 fdatasync(5</d/o.db-wal>) = 0` + "\n"
	answer = `8 write(9<socket:[4711]>, "HTTP/1.1 201 Created\r\n\r\n{\"customerName\":\"Audit.000001.x\"}", 300) = 300` + "\n"
)

func audit(t *testing.T, trace string) Finding {
	t.Helper()
	a := NewAudit()
	if err := ReadTrace(strings.NewReader(trace), a.Visit); err != nil {
		t.Fatal(err)
	}
	return a.Finding()
}

func TestAuditAcceptsOnlyASyncBetweenCommitAndAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story, trace string
		complaint    string
	}{
		{"one page, synced", last + page + synced + answer, ""},
		{"more pages, synced", frame + page + last + other + synced + answer, ""},
		{"the sync waits for another thread", last + page + "7 fdatasync(5</d/o.db-wal> <unfinished ...>\n9 +++ exited with 0 +++\n7 <... fdatasync resumed>) = 0\n" + answer, ""},
		{"the answer waits for another thread", last + page + synced + strings.Replace(answer, ") = 300", " <unfinished ...>", 1) + "8 <... write resumed>) = 300\n", ""},
		{"written again later", last + page + synced + last + page + answer, ""},
		{"never synced", last + page + answer, "before the log was synced"},
		{"synced too late", last + page + answer + synced, "before the log was synced"},
		{"synced too early", synced + last + page + answer, "before the log was synced"},
		{"synced in the middle of its transaction", frame + page + synced + last + other + answer, "before the log was synced"},
		{"the sync began before the last page", frame + page + "6 fdatasync(5</d/o.db-wal> <unfinished ...>\n" + last + other + "6 <... fdatasync resumed>) = 0\n" + answer, "before the log was synced"},
		{"the sync ended after the answer began", last + page + "7 fdatasync(5</d/o.db-wal> <unfinished ...>\n" + answer + "7 <... fdatasync resumed>) = 0\n", "before the log was synced"},
		{"the sync failed", last + page + strings.Replace(synced, "= 0", "= -1 EIO (Input/output error)", 1) + answer, "before the log was synced"},
		{"another file was synced", last + page + strings.Replace(synced, "-wal", "", 1) + answer, "before the log was synced"},
		{"never written", answer, "before its transaction was in the log"},
		{"written without its last page", frame + page + synced + answer, "before its transaction was in the log"},
		{"written after the answer", answer + last + page + synced, "before its transaction was in the log"},
	} {
		t.Run(c.story, func(t *testing.T) {
			t.Parallel()
			f := audit(t, c.trace)
			if f.Acks != 1 {
				t.Fatalf("saw %d answers, want 1", f.Acks)
			}
			if c.complaint == "" && (f.Synced != 1 || len(f.Complaints) != 0) {
				t.Errorf("synced %d, complaints %q; want one good answer", f.Synced, f.Complaints)
			}
			if want := "the order of Audit.000001.x was acknowledged " + c.complaint; c.complaint != "" && (f.Synced != 0 || len(f.Complaints) != 1 || f.Complaints[0] != want) {
				t.Errorf("synced %d, complaints %q; want %q", f.Synced, f.Complaints, want)
			}
		})
	}
}

func TestAuditIgnoresWhatIsNoAnswerToAnOrder(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		strings.Replace(answer, "201 Created", "200 OK", 1),
		strings.Replace(answer, "socket:[4711]", "/d/log.txt", 1),
		strings.Replace(answer, "Audit.000001.x", "somebody", 1),
		"8 --- SIGURG {si_signo=SIGURG} ---\n",
		"8 exit_group(0) = ?\n",
		"8 <... write resumed>) = 300\n",
	} {
		if f := audit(t, line); f.Acks != 0 {
			t.Errorf("%q was taken for an answer to an order", line)
		}
	}
}

func TestAuditRefusesATraceThatWasCutShort(t *testing.T) {
	t.Parallel()
	cut := strings.Replace(page, `\0\0"`, `\0\0"...`, 1)
	if f := audit(t, last+cut+synced+answer); len(f.Complaints) != 1 || !strings.Contains(f.Complaints[0], "cut 1 writes") {
		t.Errorf("complaints %q", f.Complaints)
	}
}

func TestUnescape(t *testing.T) {
	t.Parallel()
	for escaped, want := range map[string]string{
		`plain`: "plain", `\0\17\377\0001`: "\x00\x0f\xff\x001", `\n\t\r\v\f\"\\`: "\n\t\r\v\f\"\\", `end\`: `end\`, ``: "",
	} {
		if got := string(unescape(escaped, 99)); got != want {
			t.Errorf("unescape(%q) = %q, want %q", escaped, got, want)
		}
	}
	if got := string(unescape("abc", 2)); got != "ab" {
		t.Errorf("limited to two bytes: %q", got)
	}
}

func FuzzReadTrace(f *testing.F) {
	for _, line := range []string{frame, last, page, synced, answer, "7 fdatasync(5</x-wal> <unfinished ...>\n7 <... fdatasync resumed>) = 0\n"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, trace string) {
		a := NewAudit()
		err := ReadTrace(strings.NewReader(trace), func(c Call) {
			if c.Began < 1 || c.Ended < c.Began || c.Name == "" {
				t.Errorf("impossible call %+v", c)
			}
			if got := unescape(c.Data, frameHeader); len(got) > min(frameHeader, len(c.Data)) {
				t.Errorf("%d bytes out of %d characters", len(got), len(c.Data))
			}
			a.Visit(c)
		})
		if found := a.Finding(); err != nil || found.Synced > found.Acks {
			t.Error(err, fmt.Sprintf("%+v", found))
		}
	})
}
