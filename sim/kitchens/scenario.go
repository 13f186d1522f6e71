package kitchens

// A Scenario is what happens in a house that a forecaster does not know of.
// The zero value is an ordinary house.
type Scenario struct {
	NoStations bool    // the menu does not say who cooks what, nor how long it takes
	NoPrep     bool    // the menu does not say how long a dish takes
	OrderTaps  bool    // nobody bumps lines, only orders
	Bursts     bool    // parties: 4 to 8 orders within two minutes, a few times a day
	SlowFrom   int     // day from which the busiest station takes 1.4 times as long; 0 is never
	Hidden     float64 // share of orders that are cooked and never entered
	Forgotten  float64 // share of taps that are made minutes later
	Multitask  bool    // cooks take on three times what they can do, and do all of it slowly
	OutOfOrder float64 // share of picks that are not the first in the queue
	InSync     bool    // cooks hold what is quick, so that a ticket is done together
	Remakes    float64 // share of lines that are cooked again
	TwoStage   float64 // share of dishes that go on to another station
	SharedCrew bool    // two stations have the same cooks
	OffPeak    bool    // fewer cooks when it is quiet
	Courses    float64 // share of orders that come in two courses
	Demand     float64 // times the usual number of guests; 0 stands for 1
}

// Everything is all of it at once, but for what the menu and the taps tell.
var Everything = Scenario{
	Bursts: true, SlowFrom: 6, Hidden: 0.15, Forgotten: 0.15, Multitask: true, OutOfOrder: 0.3, InSync: true, Remakes: 0.03,
	TwoStage: 0.2, SharedCrew: true, OffPeak: true, Courses: 0.1,
}
