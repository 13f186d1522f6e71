package api_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if err := goleak.Find(); err != nil {
		fmt.Println(err)
		code = 1
	}
	if code == 0 && everythingRan() {
		code = reportUnseen()
	}
	os.Exit(code)
}

// everythingRan reports whether this was a run of all tests, which must have
// seen all answers.
func everythingRan() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if flag.Lookup(name).Value.String() != "" {
			return false
		}
	}
	return true
}

// unprovoked are the described answers that no test can have, and why.
var unprovoked = map[string]string{
	"metrics 500": "the figures are another's handler; nothing in the route can fail",
	"readyz 500":  "whatever the store says is told as 503",

	"read-promises 500": "the honesty of the promises is counted in memory; nothing in the route can fail",
}

// reportUnseen names every answer that is described and was not seen, and
// every excuse that is not needed.
func reportUnseen() (code int) {
	all := described()
	for _, answer := range all {
		if _, excused := unprovoked[answer]; seen.count[answer] == 0 && !excused {
			fmt.Printf("no test has seen the answer that the document describes as %s\n", answer)
			code = 1
		}
	}
	for answer := range unprovoked {
		if seen.count[answer] > 0 || !slices.Contains(all, answer) {
			fmt.Printf("%s was seen, or is not described: it needs no excuse\n", answer)
			code = 1
		}
	}
	return code
}

// described lists the statuses that each operation of the document may answer
// with, as "place-order 201".
func described() (answers []string) {
	for _, operations := range served.root["paths"].(object) {
		for _, operation := range operations.(object) {
			for status := range operation.(object)["responses"].(object) {
				if _, err := strconv.Atoi(status); err == nil {
					answers = append(answers, operation.(object)["operationId"].(string)+" "+status)
				}
			}
		}
	}
	slices.Sort(answers)
	return answers
}
