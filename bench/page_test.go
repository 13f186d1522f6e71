package bench

import "testing"

func TestReplaceSection(t *testing.T) {
	const page = "a\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nb\n<!-- bench:y -->\n<!-- /bench:y -->\n"
	got, err := replaceSection(page, "x", "\nnew\n\n")
	want := "a\n<!-- bench:x -->\nnew\n<!-- /bench:x -->\nb\n<!-- bench:y -->\n<!-- /bench:y -->\n"
	if err != nil || got != want {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
	if again, err := replaceSection(got, "x", "new"); err != nil || again != want {
		t.Errorf("writing the same again changed the page: %q, %v", again, err)
	}
	for _, broken := range []string{"", "<!-- bench:x -->", "<!-- /bench:x --> <!-- bench:x -->"} {
		if got, err := replaceSection(broken, "x", "new"); err == nil {
			t.Errorf("%q became %q, want an error", broken, got)
		}
	}
}

func TestTable(t *testing.T) {
	got := Table([][]string{{"server", "p50"}, {"a", "1"}})
	if want := "| server | p50 |\n| --- | ---: |\n| a | 1 |\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
