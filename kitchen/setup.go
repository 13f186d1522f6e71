package kitchen

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"

	"orderup/fault"
	"orderup/menu"
	"orderup/order"
)

// The limits of a set-up.
const (
	MaxStations = 50
	MaxRules    = 200
	MaxName     = 40 // characters of a station's name, or of a phone number
	MaxSlots    = 100
)

// CatchAll is the station of a house that has set up none: every line is made
// there.
const CatchAll menu.StationID = "kitchen"

// A Station is a place with a screen that completes tasks.
type Station struct {
	ID      menu.StationID `json:"id"`
	Name    string         `json:"name"`
	Closed  bool           `json:"closed,omitzero"`
	Backup  menu.StationID `json:"backup,omitzero"`  // takes its tasks while it is closed, or when no screen confirms them
	Slots   int            `json:"slots,omitzero"`   // units it makes at a time; 0 when nobody has said: it is learnt
	Receipt bool           `json:"receipt,omitzero"` // its tickets must be confirmed by a screen
	Warn    int            `json:"warn,omitzero"`    // seconds after which a ticket without a promise is due; 0 for the set-up's
	Late    int            `json:"late,omitzero"`    // seconds after which it is late; 0 for the set-up's
}

// An ExpoRule says who lets a finished order go.
type ExpoRule string

// The rules.
const (
	Auto ExpoRule = "auto" // an order goes when its last task is done
	Expo ExpoRule = "expo" // somebody at the pass sends it out
)

// A FirePolicy says when the tasks of a new order become work.
type FirePolicy string

// The policies.
const (
	Immediate FirePolicy = "immediate"    // at once; later courses by hand
	ByCourse  FirePolicy = "by_course"    // at once; a later course when the one before it is done
	ByPrep    FirePolicy = "by_prep_time" // so that all is done together
	Manual    FirePolicy = "manual"       // when somebody fires them
)

// A Setup is how a kitchen works. Its times are seconds.
type Setup struct {
	Version   int64          `json:"version"`
	Stations  []Station      `json:"stations"`
	Rules     []Rule         `json:"rules,omitzero"` // the first that fits a line decides
	CatchAll  menu.StationID `json:"catchAll"`       // for lines that no rule and no menu item sends anywhere
	Expo      ExpoRule       `json:"expo"`
	Fire      FirePolicy     `json:"fire"`
	Grace     int            `json:"grace"`             // from the pass to the guest's notice, so that a mis-tap sends nothing
	Receipt   int            `json:"receipt"`           // within which a screen must confirm a ticket
	AutoClear int            `json:"autoClear"`         // minutes after which a ready order counts as handed over; 0 never
	Warn      int            `json:"warn"`              // after which a ticket without a promise is due
	Late      int            `json:"late"`              // after which it is late
	Phone     string         `json:"phone,omitzero"`    // of the counter, for a screen that is offline
	Quantile  float64        `json:"quantile,omitzero"` // of the promise; 0 means 0.8
}

// Default returns the set-up of a house that has said nothing: one station
// that makes everything.
func Default() Setup {
	return Setup{
		Stations: []Station{{ID: CatchAll, Name: "Kitchen"}}, CatchAll: CatchAll,
		Expo: Auto, Fire: Immediate, Grace: 4, Receipt: 10, Warn: 300, Late: 480,
	}
}

// Station returns the station of an id; false if there is none.
func (s Setup) Station(id menu.StationID) (Station, bool) {
	i := slices.IndexFunc(s.Stations, func(st Station) bool { return st.ID == id })
	if i < 0 {
		return Station{}, false
	}
	return s.Stations[i], true
}

// WithStation returns s with a station opened or closed, or a NotFound fault
// "kitchen.station".
func (s Setup) WithStation(id menu.StationID, open bool) (Setup, error) {
	s.Stations = slices.Clone(s.Stations)
	for i := range s.Stations {
		if s.Stations[i].ID == id {
			s.Stations[i].Closed = !open
			return s, nil
		}
	}
	return s, fault.NotFound("kitchen.station", "there is no station %q", id)
}

// GraceTime is how long after the pass an order becomes ready.
func (s Setup) GraceTime() time.Duration { return time.Duration(s.Grace) * time.Second }

// ReceiptTime is how long a screen has to confirm a ticket.
func (s Setup) ReceiptTime() time.Duration { return time.Duration(s.Receipt) * time.Second }

var stationID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// Check tidies s and returns an Invalid fault, with the field it is about, for
// the first thing that is not acceptable. A set-up that passes sends every line
// to a station that exists.
func (s *Setup) Check() error {
	s.Expo, s.Fire = cmp.Or(s.Expo, Auto), cmp.Or(s.Fire, Immediate)
	if err := s.checkStations(); err != nil {
		return err
	}
	if err := s.checkTimes(); err != nil {
		return err
	}
	var err error
	if s.Phone, err = order.CleanText("setup.phone", s.Phone, 0, MaxName); err != nil {
		return err
	}
	if len(s.Rules) > MaxRules {
		return fault.Invalid("kitchen.rules", "a kitchen has at most %d routing rules", MaxRules).At("rules")
	}
	for i, r := range s.Rules {
		if err := r.check(*s, fmt.Sprintf("rules[%d]", i)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Setup) checkStations() error {
	if len(s.Stations) == 0 || len(s.Stations) > MaxStations {
		return fault.Invalid("kitchen.stations", "a kitchen has 1 to %d stations", MaxStations).At("stations")
	}
	s.Stations = slices.Clone(s.Stations)
	for i := range s.Stations {
		if err := s.checkStation(&s.Stations[i], i); err != nil {
			return err
		}
	}
	if _, ok := s.Station(s.CatchAll); !ok {
		return fault.Invalid("kitchen.catch_all", "catchAll must be one of the stations: what no rule sends anywhere is made there").At("setup.catchAll")
	}
	return nil
}

func (s *Setup) checkStation(st *Station, i int) (err error) {
	at := fmt.Sprintf("stations[%d].", i)
	if !stationID.MatchString(string(st.ID)) || slices.Contains(reserved, st.ID) {
		return fault.Invalid("kitchen.station_id", "a station's id is 1 to 32 of a-z, 0-9 and -, and not one of %v", reserved).At(at + "id")
	}
	if slices.ContainsFunc(s.Stations[:i], func(o Station) bool { return o.ID == st.ID }) {
		return fault.Invalid("kitchen.station_id", "two stations have the id %s", st.ID).At(at + "id")
	}
	if st.Name, err = order.CleanText(at+"name", st.Name, 1, MaxName); err != nil {
		return err
	}
	if _, ok := s.Station(st.Backup); st.Backup != "" && (!ok || st.Backup == st.ID) {
		return fault.Invalid("kitchen.backup", "the backup of a station must be another station").At(at + "backup")
	}
	if st.Slots < 0 || st.Slots > MaxSlots {
		return fault.Invalid("kitchen.slots", "slots must be 0 (nobody knows) to %d", MaxSlots).At(at + "slots")
	}
	if !seconds(st.Warn) || !seconds(st.Late) || st.Late != 0 && st.Late < st.Warn {
		return fault.Invalid("kitchen.late", "warnSeconds and lateSeconds must be 0 to 86400, late not below warn").At(at + "lateSeconds")
	}
	return nil
}

// reserved are ids that mean something else where a station could stand.
var reserved = []menu.StationID{All, "expo", "order", "setup", "stations", "tickets", "all-day", "recall"}

func (s *Setup) checkTimes() error {
	switch {
	case s.Expo != Auto && s.Expo != Expo:
		return fault.Invalid("kitchen.expo", "expo must be auto or expo").At("setup.expo")
	case !slices.Contains([]FirePolicy{Immediate, ByCourse, ByPrep, Manual}, s.Fire):
		return fault.Invalid("kitchen.fire", "fire must be immediate, by_course, by_prep_time or manual").At("setup.fire")
	case s.Grace < 0 || s.Grace > 600:
		return fault.Invalid("kitchen.grace", "graceSeconds must be 0 to 600").At("setup.graceSeconds")
	case s.Receipt < 1 || s.Receipt > 3600:
		return fault.Invalid("kitchen.receipt", "receiptSeconds must be 1 to 3600").At("setup.receiptSeconds")
	case s.AutoClear < 0 || s.AutoClear > 1440:
		return fault.Invalid("kitchen.auto_clear", "autoClearMinutes must be 0 (never) to 1440").At("setup.autoClearMinutes")
	case !seconds(s.Warn) || !seconds(s.Late) || s.Late < s.Warn:
		return fault.Invalid("kitchen.late", "warnMinutes and lateMinutes must be 0 to 1440, late not below warn").At("setup.lateMinutes")
	case s.Quantile != 0 && (s.Quantile < 0.5 || s.Quantile > 0.99):
		return fault.Invalid("kitchen.quantile", "quantile must be 0.5 to 0.99").At("setup.quantile")
	}
	return nil
}

func seconds(n int) bool { return n >= 0 && n <= 86400 }
