package order

import "time"

// DayOf returns the business day of a moment: the date in zone, where a day
// begins dayStart minutes after midnight on the clock on the wall. A night's
// last orders belong to the evening before.
func DayOf(now time.Time, zone *time.Location, dayStart int) Day {
	wall := now.In(zone)
	date := time.Date(wall.Year(), wall.Month(), wall.Day(), 0, 0, 0, 0, time.UTC)
	if wall.Hour()*60+wall.Minute() < dayStart {
		date = date.AddDate(0, 0, -1)
	}
	return Day(date.Format(time.DateOnly))
}
