package kitchens

// The types of event.
const (
	Menu   = "menu"
	NewDay = "newday"
	Create = "create"
	Fire   = "fire"
	Start  = "start"
	Bump   = "bump"
	Ready  = "ready"
	Query  = "query"
)

// An Event is one line of what orderup eta-replay reads.
type Event struct {
	Type  string         `json:"type"`
	T     float64        `json:"t"` // seconds
	Order string         `json:"order,omitempty"`
	Line  *int           `json:"line,omitempty"`  // place in the order's lines, from 0
	Lines []Line         `json:"lines,omitempty"` // of an order that comes
	Items []Item         `json:"items,omitempty"` // of a menu
	Slots map[string]int `json:"slots,omitempty"` // of a menu, by station
	ID    string         `json:"id,omitempty"`    // of a query
	Quote bool           `json:"quote,omitempty"` // the query is made as the order comes
}

// A Line is so many of an item.
type Line struct {
	Item   string `json:"item"`
	Qty    int    `json:"qty"`
	Course int    `json:"course,omitempty"`
}

// An Item is what the owner says of a dish.
type Item struct {
	ID      string  `json:"id"`
	Station string  `json:"station,omitempty"`
	Prep    float64 `json:"prep_s,omitempty"` // seconds
}
