// Package reliability attacks the real program and checks that it kept its promises: it builds cmd/orderup, runs it
// as a process of its own, kills it, cuts its power, fills its disk and watches its system calls.
//
// Each rig has a control, a run that must fail, or it proves nothing. Short forms run with the other tests:
//
//	go test ./reliability/...
//
// The long forms, with -v to see the figures:
//
//	go test ./reliability -run TestKill9     -v -timeout 90m -rounds 200 -fill 100000
//	go test ./reliability -run TestPowerCut  -v -timeout 90m -rounds 100
//	go test ./reliability -run TestSameKey   -v -timeout 30m -keys 1000 -racers 50
//	go test ./reliability -run TestFsyncBeforeAck -v
//	go test ./reliability -run TestDiskFull  -v
//
// How a rig is built: a [House] is the server as an operating system sees it. A [Guest] sends commands and insists
// on an answer, with the same key, whatever happens to the house. The [Journal] remembers what was acknowledged, a
// [Ledger] what the database file holds in the end, and [Compare] tells the difference in sentences.
//
// Power cuts (package lossyfs) and full disks need Linux and root, the audit of system calls needs strace. Where
// they are missing those tests fail in CI and are skipped, with the reason, elsewhere.
package reliability
