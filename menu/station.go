package menu

// A StationID names the station of a kitchen where something is made.
type StationID string

// An ItemID names an item of the menu.
type ItemID string
