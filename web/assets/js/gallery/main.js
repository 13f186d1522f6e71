// @ts-check
// /gallery: every state of the kitchen's screens without a server, for
// pictures and for whoever changes how they look. Only with --dev.
//   ?scene=kitchen | crowd | empty | expo   &state=live | offline   &refuse   &older=120   &station=grill   &panel=menu
import { openExpo } from "../expo/main.js";
import { openKitchen } from "../kitchen/main.js";
import { memoryShelf } from "../kitchen/shelf.js";
import { crowd, evening, fixtureLine, pass } from "./fixture.js";

const asked = new URLSearchParams(location.search);
const scene = asked.get("scene") ?? "kitchen";
const orders = { kitchen: evening, crowd: () => crowd(40), empty: () => [], expo: pass }[scene] ?? evening;
const line = fixtureLine(orders(), { state: asked.get("state") ?? "live", refuse: asked.has("refuse"), older: Number(asked.get("older")) });

const place = document.getElementById("gallery");
if (place) {
  const { screen } = scene === "expo"
    ? await openExpo(place, line, memoryShelf())
    : await openKitchen(place, (asked.get("station") ?? "grill").split(","), line, memoryShelf());
  const panel = /** @type {any} */ (asked.get("panel"));
  if (panel) screen.hands.panel.value = panel;
  if (asked.has("allday")) screen.settings.value = { ...screen.settings.value, allDay: true };
}
