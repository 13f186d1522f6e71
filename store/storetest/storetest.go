// Package storetest is the behaviour that every store must show, as tests that
// know nothing but package store. A driver passes with
//
//	func TestStore(t *testing.T) { storetest.Run(t, factory) }
package storetest

import (
	"testing"

	"orderup/store"
)

// A Factory makes an empty database, which lives as long as the test, and
// returns the function that opens it. Opened again after a Close, the database
// holds what was stored.
type Factory func(t *testing.T) (open func() store.Store)

// Run runs the suite, each test on a database of its own.
func Run(t *testing.T, factory Factory) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *house)
	}{
		{"LocationIsKept", testLocationIsKept},
		{"LocationOpenedAgainKeepsCounters", testOpenKeepsCounters},
		{"LocationUnknown", testLocationUnknown},
		{"LocationsHaveTheirOwnNumbers", testLocationsApart},
		{"NumbersRestartOnANewDayAndNeverRepeat", testNumbers},
		{"OrderIsKeptWhole", testOrderIsKept},
		{"OrderUnknown", testOrderUnknown},
		{"OrderSavedByVersion", testSaveByVersion},
		{"OrdersInPages", testPages},
		{"OrdersOfAStatus", testPagesOfStatus},
		{"TallyCountsEachStatus", testTally},
		{"TransactionSeesItsOwnWrites", testOwnWrites},
		{"EventsAreKeptWhole", testEventsAreKept},
		{"EventsInSteps", testEventsInSteps},
		{"EventVersionsNeverRepeat", testEventVersions},
		{"LastEventAtEveryNumber", testLastEvent},
		{"RecentIsTheLog", testRecentIsTheLog},
		{"RecentOfManyWriters", testRecentOfManyWriters},
		{"RepliesAreRemembered", testReplies},
		{"RepliesArePruned", testPrune},
		{"NotesAreKept", testNotes},
		{"OneLeads", testLead},
		{"NodesHearEachOther", testAnnounce},
		{"FailureLeavesNoTrace", testFailureLeavesNoTrace},
		{"FailureThatIsSwallowedStillCounts", testSwallowedFailure},
		{"ContextThatHasEnded", testEndedContext},
		{"EverythingIsThereAfterReopening", testReopen},
		{"ClosedStoreIsUnavailable", testClosed},
		{"WritersWithFailuresLeaveNoGap", testWritersWithFailures},
		{"ViewsAreSnapshots", testSnapshots},
		{"OneWinnerPerVersion", testOneWinner},
		{"OneOrderPerKey", testOneOrderPerKey},
		{"AcknowledgedIsRead", testReadAfterWrite},
		{"BehavesLikeTheModel", testModel},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, newHouse(t, factory))
		})
	}
}
