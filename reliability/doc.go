// Package reliability attacks the real program and checks that it kept its promises: it builds cmd/orderup, runs it
// as a process of its own, kills it, cuts its power, fills its disk and watches its system calls.
//
// Each rig has a control, a run that must fail, or it proves nothing:
//
//   - R1 TestKill9: kill -9 under load; control: the log is taken away after the kill
//   - R2 TestPowerCut: what was not synced is dropped or torn; control: a server told not to sync
//   - R3 TestFsyncBeforeAck: a sync before every acknowledgement; control: a server told not to sync
//   - R4 TestDiskFull: a full disk, then room again
//   - R5 TestSyncFails: a sync of the log fails once
//   - R7 TestStalled: clients that stop reading are cut, and cost the others nothing; control: those that read stay
//   - R8 TestStorm: all come back at once after a kill, beside Node's server; control: a server without its orders
//   - R9 TestSoak: clients dropped in every way while the server falls; control: clients that forget their place
//   - R9 TestFollowAcrossKills: no event missed across kills; control: a follower that forgets its place
//   - R9 TestTwoNodes: two nodes on one PostgreSQL, both killed again and again; control: clients that forget their place
//   - R10 TestPostgresAway: PostgreSQL stands still: refusals in time, sockets that are told, and all heals by itself
//   - R12 TestRestart: graceful restarts under load, of which nobody notices more than a pause; control: nobody holds the door
//   - R15 TestLiveFuzz: spoiled requests and frames leave nothing behind; control: leaks and panics that are found
//   - R16 TestOversize, TestBrokenUTF8: too much, and text that is none; control: text at the edges of UTF-8
//   - R17 TestSlowClients: who keeps the server waiting is cut; control: guests beside them who stay
//   - R18 TestSameKey: one key, many racers, a kill; control: races with two winners
//   - R19 TestLinearizable: answers that one order at a time could have given; control: histories that are rejected
//   - R30 TestReceipts: a thousand deaths of tablets, and no ticket that nobody knows of; control: a kitchen without receipts
//
// The checkers have controls of their own: TestEveryFaultIsFound and its like damage what they check. Short forms
// run with the other tests, go test ./reliability/...; these are the long ones, with -v to see the figures:
//
//	go test ./reliability -run TestKill9    -v -timeout 90m -rounds 200 -fill 100000
//	go test ./reliability -run TestPowerCut -v -timeout 90m -rounds 100
//	go test ./reliability -run TestSameKey  -v -timeout 30m -keys 1000 -racers 50
//	go test ./reliability -run TestTwoNodes -v -timeout 30m -rounds 20
//	go test ./reliability -run TestLinearizable -v -timeout 60m -histories 100
//	go test ./reliability -run TestStalled  -v -stalled 1000 -stalledrate 100
//	go test ./reliability -run TestStorm    -v -storm 10000
//	go test ./reliability -run TestRestart  -v -restarts 20 -sockets 5000
//	go test ./reliability -run TestSoak     -v -timeout 60m -soak 30m
//	go test ./reliability -run TestReceipts -v -timeout 60m -deaths 1000 -tablets 24 -receipt 10 -pace 1s
//	go test ./reliability -run TestLiveFuzz    -v -timeout 60m -connections 30000
//	go test ./reliability -run TestOversize    -v -crowd 1000
//	go test ./reliability -run TestSlowClients -v -drippers 1500
//
// How a rig is built: a [House] is the server as an operating system sees it. A [Guest] sends commands and insists
// on an answer, with the same key, whatever happens to the house. The [Journal] remembers what was acknowledged, a
// [Ledger] what the database file holds in the end, and [Compare] tells the difference in sentences.
//
// Power cuts (package lossyfs) and full disks need Linux and root, the audit of system calls needs strace. Where
// they are missing those tests fail in CI and are skipped, with the reason, elsewhere.
package reliability
