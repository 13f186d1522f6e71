package wire

import (
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// The names of the events of a kitchen.
const (
	EventJoinKitchen    = "join_kitchen"    // from a screen
	EventLeaveKitchen   = "leave_kitchen"   // from a screen
	EventJoinedKitchen  = "joined_kitchen"  // answer to join_kitchen
	EventLeftKitchen    = "left_kitchen"    // answer to leave_kitchen
	EventCommand        = "kitchen_command" // from a screen
	EventTicketSeen     = "ticket_seen"     // from a screen
	EventKitchenChanged = "kitchen_changed" // to staff and screens: stations or their rules
)

// A Station as the world sees it.
type Station struct {
	ID          string `json:"id" example:"fryer"`
	Name        string `json:"name" example:"Fryer"`
	Open        bool   `json:"open" doc:"The tasks of new orders go to the backup of a closed station."`
	Backup      string `json:"backup,omitempty" doc:"Takes its tasks while it is closed, or when no screen confirms them."`
	Slots       int    `json:"slots,omitempty" doc:"Units it makes at a time; learnt when it is not said."`
	Receipt     bool   `json:"receipt" doc:"Its tickets must be confirmed by a screen."`
	WarnSeconds int    `json:"warnSeconds,omitempty"`
	LateSeconds int    `json:"lateSeconds,omitempty"`
}

// A Setup is how a kitchen works, as screens need it.
type Setup struct {
	Version          int64  `json:"version" minimum:"0" doc:"One more with every change. Of a change: the version you have seen, refused with 409 if it is another now; 0 if you do not care."`
	Expo             string `json:"expo" enum:"auto,expo"`
	Fire             string `json:"fire" enum:"immediate,by_course,by_prep_time,manual"`
	CatchAll         string `json:"catchAll" doc:"The station of what no rule sends anywhere."`
	GraceSeconds     int    `json:"graceSeconds" doc:"From the pass to the guest's notice."`
	ReceiptSeconds   int    `json:"receiptSeconds" doc:"Within which a screen must confirm a ticket."`
	AutoClearMinutes int    `json:"autoClearMinutes" doc:"After which a ready order counts as handed over; 0 never."`
	WarnMinutes      int    `json:"warnMinutes" minimum:"0" maximum:"1440" doc:"After which a ticket without a promise is due."`
	LateMinutes      int    `json:"lateMinutes" minimum:"0" maximum:"1440" doc:"After which it is late."`
	Phone            string `json:"phone,omitempty" doc:"Of the counter, for a screen that is offline."`
}

// FromSetup returns the public form of a set-up and its stations.
func FromSetup(s kitchen.Setup) (Setup, []Station) {
	stations := make([]Station, len(s.Stations))
	for i, st := range s.Stations {
		stations[i] = Station{
			ID: string(st.ID), Name: st.Name, Open: !st.Closed, Backup: string(st.Backup), Slots: st.Slots,
			Receipt: st.Receipt, WarnSeconds: st.Warn, LateSeconds: st.Late,
		}
	}
	return Setup{
		Version: s.Version, Expo: string(s.Expo), Fire: string(s.Fire), CatchAll: string(s.CatchAll), GraceSeconds: s.Grace,
		ReceiptSeconds: s.Receipt, AutoClearMinutes: s.AutoClear, WarnMinutes: s.Warn / 60, LateMinutes: s.Late / 60, Phone: s.Phone,
	}, stations
}

// ToSetup returns the set-up that somebody has sent.
func ToSetup(s Setup, stations []Station, rules []Rule) kitchen.Setup {
	setup := kitchen.Setup{
		Expo: kitchen.ExpoRule(s.Expo), Fire: kitchen.FirePolicy(s.Fire), CatchAll: menu.StationID(s.CatchAll), Grace: s.GraceSeconds,
		Receipt: s.ReceiptSeconds, AutoClear: s.AutoClearMinutes, Warn: 60 * s.WarnMinutes, Late: 60 * s.LateMinutes, Phone: s.Phone,
	}
	for _, st := range stations {
		setup.Stations = append(setup.Stations, kitchen.Station{
			ID: menu.StationID(st.ID), Name: st.Name, Closed: !st.Open, Backup: menu.StationID(st.Backup), Slots: st.Slots,
			Receipt: st.Receipt, Warn: st.WarnSeconds, Late: st.LateSeconds,
		})
	}
	for _, r := range rules {
		setup.Rules = append(setup.Rules, r.rule())
	}
	return setup
}

// A Rule sends the items that it fits to stations.
type Rule struct {
	ItemID   string   `json:"itemId,omitempty"`
	Category string   `json:"category,omitempty" doc:"On the menu."`
	Option   string   `json:"option,omitempty" doc:"The name of a choice of the guest."`
	Name     string   `json:"name,omitempty" doc:"Of an item that is not on the menu." example:"Large Fries"`
	Kind     string   `json:"type,omitempty" doc:"Of the order."`
	Stations []string `json:"stations" minItems:"1" maxItems:"50" nullable:"false" example:"[\"fryer\"]"`
	Sequence bool     `json:"sequence,omitempty" doc:"One station after the other instead of all at once."`
	NoPrep   bool     `json:"noPrep,omitempty" doc:"Handed over as it is: done when fired."`
}

func (r Rule) rule() kitchen.Rule {
	rule := kitchen.Rule{
		Item: menu.ItemID(r.ItemID), Category: r.Category, Option: r.Option, Name: r.Name, Kind: order.Kind(r.Kind), Sequence: r.Sequence, NoPrep: r.NoPrep,
	}
	for _, id := range r.Stations {
		rule.Stations = append(rule.Stations, menu.StationID(id))
	}
	return rule
}

// FromRules returns the public form of routing rules; never null.
func FromRules(rules []kitchen.Rule) []Rule {
	list := make([]Rule, len(rules))
	for i, r := range rules {
		list[i] = Rule{
			ItemID: string(r.Item), Category: r.Category, Option: r.Option, Name: r.Name, Kind: string(r.Kind), Sequence: r.Sequence, NoPrep: r.NoPrep,
		}
		for _, id := range r.Stations {
			list[i].Stations = append(list[i].Stations, string(id))
		}
	}
	return list
}

// JoinKitchen is what a screen sends with join_kitchen.
type JoinKitchen struct {
	Stations []string `json:"stations" doc:"The stations it shows; all for every one." example:"[\"grill\"]"`
	Since    string   `json:"since,omitempty" doc:"The last cursor seen while it showed these stations, to get what was missed."`
	Screen   string   `json:"screen,omitempty" doc:"A name for people." example:"Grill left"`
}

// JoinedKitchen is the payload of joined_kitchen.
type JoinedKitchen struct {
	Setup      Setup     `json:"setup"`
	Stations   []Station `json:"stations" nullable:"false" doc:"All stations of the kitchen."`
	Orders     []Order   `json:"orders" nullable:"false" doc:"The open orders with a task at the stations, oldest first; none when resumed."`
	Older      int       `json:"older,omitempty" doc:"So many older ones are open too, and too much to be sent: read GET /kitchen/tickets."`
	Cursor     string    `json:"cursor" doc:"Opaque; send it as since to go on from here."`
	ServerTime Time      `json:"serverTime" doc:"The server's clock, for screens that count."`
	ClockRate  float64   `json:"clockRate" doc:"How fast that clock goes: 1, unless the service is simulated."`
	Resumed    bool      `json:"resumed" doc:"What was missed since the cursor you sent came before this, one by one; otherwise the orders here are a fresh start."`
}

// LeaveKitchen is what a screen sends with leave_kitchen.
type LeaveKitchen struct{}

// LeftKitchen is the payload of left_kitchen.
type LeftKitchen struct {
	Message string `json:"message" example:"You no longer follow the kitchen"`
}

// KitchenChanged is the payload of kitchen_changed.
type KitchenChanged struct {
	Setup    Setup     `json:"setup"`
	Stations []Station `json:"stations" nullable:"false"`
}

// KitchenWork says what to do in the kitchen, and to which tasks of an order:
// those named, or those of the named items, or all at a station, or all.
type KitchenWork struct {
	Station         string   `json:"station,omitempty" example:"fryer"`
	Tasks           []string `json:"tasks,omitempty" maxItems:"500" example:"[\"1\"]"`
	Lines           []string `json:"lines,omitempty" maxItems:"500" doc:"Ids of items."`
	Quantity        int      `json:"quantity,omitempty" minimum:"0" maximum:"999" doc:"Of a bump, recall, refire or void of a part."`
	Course          int      `json:"course,omitempty" minimum:"0" maximum:"9" doc:"Of a fire."`
	To              string   `json:"to,omitempty" doc:"The station that a move goes to."`
	Reason          string   `json:"reason,omitempty" doc:"Of a refire or a void; at most 80 characters." example:"burnt"`
	Force           bool     `json:"force,omitempty" doc:"Of a pass: although tasks are open."`
	ExpectedVersion int64    `json:"expectedVersion,omitempty" minimum:"0" doc:"The order's version you have seen: refused with 409 if one of the tasks has changed after it and is not as you want it."`
	At              *Time    `json:"at,omitempty" doc:"When it was tapped, by the server's clock, if it is sent later."`
}

// Command returns what is asked for.
func (k KitchenWork) Command(verb string) kitchen.Command {
	c := kitchen.Command{
		Verb: order.Verb(verb), Station: menu.StationID(k.Station), Quantity: k.Quantity, Course: k.Course, To: menu.StationID(k.To),
		Reason: k.Reason, Force: k.Force, Expected: k.ExpectedVersion,
	}
	for _, id := range k.Tasks {
		c.Tasks = append(c.Tasks, order.TaskID(id))
	}
	for _, id := range k.Lines {
		c.Lines = append(c.Lines, order.LineID(id))
	}
	if k.At != nil {
		c.At = moment(*k.At)
	}
	return c
}

// Command is what a screen sends with kitchen_command.
type Command struct {
	KitchenWork
	Verb    string `json:"verb" enum:"start,bump,undo,recall,fire,hold,refire,void,acknowledge,rush,unrush,pass,seen,move,serve" example:"bump"`
	OrderID string `json:"orderId" doc:"The order's id, or its number of today."`
	Key     string `json:"key,omitempty" maxLength:"200" doc:"Any text of your own: the same key takes effect once, for 72 hours."`
}

// Commanded is the acknowledgement of a command that was carried out.
type Commanded struct {
	Success  bool   `json:"success" doc:"Always true."`
	Order    Order  `json:"order" doc:"As it was right after."`
	Message  string `json:"message" example:"#007: bump at fryer"`
	Replayed bool   `json:"replayed,omitempty" doc:"It was carried out earlier, under the same key."`
}

// TicketSeen is what a screen sends with ticket_seen, after it has shown a
// ticket.
type TicketSeen struct {
	OrderID string `json:"orderId"`
	Station string `json:"station" example:"fryer"`
	Version int64  `json:"version" doc:"Of the order that is shown."`
}

// AllDay is how many of one thing there are to make over all tickets.
type AllDay struct {
	ItemID   string   `json:"itemId,omitempty"`
	Name     string   `json:"name" example:"Cheeseburger"`
	Options  []Option `json:"options,omitempty"`
	Quantity int      `json:"quantity" doc:"Fired and not done."`
	Held     int      `json:"held" doc:"Not fired yet."`
}

// FromCount returns the public form of a count.
func FromCount(c kitchen.Count) AllDay {
	w := AllDay{ItemID: string(c.Item), Name: c.Name, Quantity: c.Quantity, Held: c.Held}
	for _, o := range c.Options {
		w.Options = append(w.Options, fromOption(o))
	}
	return w
}
