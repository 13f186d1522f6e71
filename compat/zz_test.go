package compat
import ("testing";"net/http";"net/http/httptest";"os/exec")
func TestZZ(t *testing.T) {
	h := openHouse(t)
	url := h.url()
	c := httptest.NewServer(http.HandlerFunc(h.accident)); defer c.Close()
	for _, how := range []string{"none","close idle","close after ack"} {
		cmd := exec.Command("node","scripts/zz.mjs","client-4.8",url,"polling",c.URL)
		cmd.Env = append(cmd.Environ(), "HOW="+how)
		out, err := cmd.CombinedOutput(); t.Log(string(out), err)
	}
}
