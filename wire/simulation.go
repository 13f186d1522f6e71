package wire

// Simulation says what the simulated kitchen is doing.
type Simulation struct {
	Running bool     `json:"running"`
	Speed   float64  `json:"speed" doc:"Times faster than a real kitchen." example:"60"`
	Seed    uint64   `json:"seed"`
	Cooks   int      `json:"cooks" example:"3"`
	Cooking []string `json:"cooking" doc:"The orders on the fire." nullable:"false" example:"[\"#004\",\"#007\"]"`
	Waiting int      `json:"waiting" doc:"Orders nobody cooks yet."`
	Done    int      `json:"done" doc:"Orders handed over since the crew came."`
}
