package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"orderup/kitchen/eta/replay"
	"orderup/sim/kitchens"
)

func inProcess() *program {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	go func() {
		err := replay.Run(inR, outW, func(s string) { fmt.Println(s) })
		outW.CloseWithError(err)
		inR.CloseWithError(err)
	}()
	p := talk(inW, outR)
	p.close = inW.Close
	return p
}

func TestTune(t *testing.T) {
	if os.Getenv("TUNE") == "" {
		return
	}
	base := 1000
	if b, err := strconv.Atoi(os.Getenv("SEED")); err == nil {
		base = b
	}
	n, _ := strconv.Atoi(os.Getenv("TUNE"))
	for _, row := range all {
		name, s := row.name, row.s
		if want := os.Getenv("ROW"); want != "" && !strings.Contains(name, want) {
			continue
		}
		days, from := 10, 2.0
		if strings.Contains(name, "first") {
			days, from = 1, 0
		}
		var poc0, avg0, our0 score
		rm, rw, rp := 0.0, 0.0, 0.0
		worst := 0.0
		for k := range n {
			ev := kitchens.Draw(uint64(base+k), s).Events(days)
			a, err := play(poc{}, ev, from*86400)
			if err != nil {
				t.Fatal(err)
			}
			b, err := play(newAverage(), ev, from*86400)
			if err != nil {
				t.Fatal(err)
			}
			p := inProcess()
			c, err := play(p, ev, from*86400)
			if err != nil {
				t.Fatal(err)
			}
			p.close()
			pa, pb, pc := grade(a), grade(b), grade(c)
			if os.Getenv("EACH") != "" {
				fmt.Printf("%d n=%d ready %.1f poc %.2f avg %.2f ours %.2f bias %.2f ratio %.2f cov %.2f brk %.3f chg %.2f push %.2f\n", k, pa.Orders, pa.Ready, pa.MAE, pb.MAE, pc.MAE, pc.Bias, pc.MAE/pa.MAE, pc.Covered, pc.Broken, pc.Changes, pc.Pushed)
			}
			rm += pc.MAE / pa.MAE
			rw += pc.Waiting / pa.Waiting
			rp += pc.Pinball / pa.Pinball
			worst = max(worst, pc.MAE/pa.MAE)
			_ = name
			sum := func(x *score, y score) {
				w := float64(y.Orders)
				x.Orders += y.Orders
				x.Ready += w * y.Ready
				x.MAE += w * y.MAE
				x.Covered += w * y.Covered
				x.Broken += w * y.Broken
				x.Bias += w * y.Bias
				x.Waiting += w * y.Waiting
				x.Changes += w * y.Changes
				x.Pushed += w * y.Pushed
				x.Early += w * y.Early
			}
			sum(&poc0, pa)
			sum(&avg0, pb)
			sum(&our0, pc)
		}
		N := float64(poc0.Orders)
		if os.Getenv("EACH") != "" {
			for _, x := range []score{poc0, avg0, our0} {
				fmt.Printf("orders %d ready %.2f MAE %.2f (%.2f) bias %.2f wait %.2f cov %.2f broken %.3f early %.3f chg %.2f push %.3f\n", x.Orders, x.Ready/N, x.MAE/N, x.MAE/poc0.MAE, x.Bias/N, x.Waiting/N, x.Covered/N, x.Broken/N, x.Early/N, x.Changes/N, x.Pushed/N)
			}
		}
		fmt.Printf("%-14s n %6d poc %5.2f avg %.2f MAE %5.2f (%.2f) bias %5.2f cov %.3f brk %.3f early %.3f chg %.2f push %.3f | means: MAE %.3f wait %.3f pin %.3f worst %.2f\n", name, poc0.Orders, poc0.MAE/N, avg0.MAE/poc0.MAE, our0.MAE/N, our0.MAE/poc0.MAE, our0.Bias/N, our0.Covered/N, our0.Broken/N, our0.Early/N, our0.Changes/N, our0.Pushed/N, rm/float64(n), rw/float64(n), rp/float64(n), worst)
	}
}

var all = []struct {
	name string
	s    kitchens.Scenario
}{
	{"base", kitchens.Scenario{}},
	{"first day", kitchens.Scenario{}},
	{"first noprep", kitchens.Scenario{NoPrep: true}},
	{"nostations", kitchens.Scenario{NoStations: true}},
	{"ordertaps", kitchens.Scenario{OrderTaps: true}},
	{"bursts", kitchens.Scenario{Bursts: true}},
	{"slow", kitchens.Scenario{SlowFrom: 6}},
	{"hidden", kitchens.Scenario{Hidden: 0.25}},
	{"forgotten", kitchens.Scenario{Forgotten: 0.2}},
	{"multitask", kitchens.Scenario{Multitask: true}},
	{"everything", kitchens.Everything},
	{"outoforder", kitchens.Scenario{OutOfOrder: .5}},
	{"insync", kitchens.Scenario{InSync: true}},
	{"remakes", kitchens.Scenario{Remakes: .05}},
	{"twostage", kitchens.Scenario{TwoStage: .3}},
	{"shared", kitchens.Scenario{SharedCrew: true}},
	{"offpeak", kitchens.Scenario{OffPeak: true}},
	{"courses", kitchens.Scenario{Courses: .2}},
	{"busy", kitchens.Scenario{Demand: 1.25}},
	{"quiet", kitchens.Scenario{Demand: .5}},
}
