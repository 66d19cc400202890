// Drawing a boundary: a click adds a corner, corners are dragged, the last one is taken back. The text area beside
// the map holds the same corners, one a line, and is the way to do it all by keyboard.

(() => {
  const box = document.querySelector("[data-map-draw]");
  const field = document.querySelector("[data-boundary]");
  if (!box || !field) return;
  const MOST_HANDLES = 200;
  const ground = new LandMap.Ground(box);
  const { map } = ground;
  const system = document.getElementById("id_boundary_system");
  const file = document.getElementById("id_boundary_file");
  const size = document.querySelector("[data-map-size]");
  const shapes = new LandMap.Shapes(ground.shift).addTo(map);
  const drawn = L.layerGroup().addTo(map);
  const own = ground.shift ? "gcj02" : "wgs84";
  const handle = L.divIcon({ className: "map-handle", iconSize: [18, 18] });
  let corners = [];

  const number = (value) => Number(value.toFixed(7)).toString();
  const lines = () => corners.map(([lon, lat]) => `${number(lon)},${number(lat)}`).join("\n");

  // Spherical excess is more than enough for a number that the server measures again.
  function square() {
    const radians = (degrees) => (degrees * Math.PI) / 180;
    let sum = 0;
    corners.forEach(([lon, lat], at) => {
      const [next, nextLat] = corners[(at + 1) % corners.length];
      sum += radians(next - lon) * (2 + Math.sin(radians(lat)) + Math.sin(radians(nextLat)));
    });
    return Math.abs((sum * 6378137 * 6378137) / 2);
  }

  function write() {
    field.value = lines();
    if (system && corners.length) system.value = own;
    field.form.dataset.changed = "yes";
    draw();
  }

  function draw() {
    drawn.clearLayers();
    // Corners are in the system of the map itself, so nothing is shifted here.
    const places = corners.map(([lon, lat]) => [lat, lon]);
    const look = { color: LandMap.colour("--accent"), weight: 3, fillOpacity: 0.2, interactive: false };
    if (places.length > 1) drawn.addLayer(places.length > 2 ? L.polygon(places, look) : L.polyline(places, look));
    if (places.length <= MOST_HANDLES) places.forEach(addHandle);
    const metres = corners.length > 2 ? square() : 0;
    size.textContent = metres ? `${corners.length} 个顶点，约 ${(metres * 3 / 2000).toFixed(2)} 亩（${Math.round(metres).toLocaleString("zh-CN")} 平方米）` : corners.length ? `${corners.length} 个顶点，至少要三个` : "";
  }

  function addHandle(place, at) {
    const marker = L.marker(place, { icon: handle, draggable: true, keyboard: false, title: `第 ${at + 1} 个顶点，拖动修改` });
    marker.on("drag", (event) => {
      corners[at] = [event.latlng.lng, event.latlng.lat];
    });
    marker.on("dragend", write);
    drawn.addLayer(marker);
  }

  // Corners typed or pasted; GeoJSON is shown, and left as it is.
  function read() {
    const text = field.value.trim();
    const typed = text.split("\n").map((line) => line.match(/^\s*(-?\d+(?:\.\d+)?)\s*[,，、\s]\s*(-?\d+(?:\.\d+)?)/)).filter(Boolean);
    corners = text.startsWith("{") ? ringOf(text) : typed.map((match) => [Number(match[1]), Number(match[2])]);
    draw();
    if (corners.length > 2) map.fitBounds(corners.map(([lon, lat]) => [lat, lon]), { padding: [40, 40], animate: false });
  }

  function ringOf(text) {
    try {
      const document = JSON.parse(text);
      const geometry = document.features?.[0]?.geometry ?? document.geometry ?? document;
      const ring = geometry.type === "MultiPolygon" ? geometry.coordinates[0][0] : geometry.coordinates[0];
      return ring.slice(0, -1).map(([lon, lat]) => [lon, lat]).filter((point) => point.every(Number.isFinite));
    } catch {
      return [];
    }
  }

  map.on("click", (event) => {
    if (field.value.trim().startsWith("{")) return;
    corners.push([event.latlng.lng, event.latlng.lat]);
    write();
  });
  field.addEventListener("input", read);
  document.querySelector("[data-map-undo]").addEventListener("click", () => {
    corners.pop();
    write();
  });
  document.querySelector("[data-map-clear]").addEventListener("click", () => {
    corners = [];
    write();
  });
  const known = document.getElementById("map-outline");
  const again = document.querySelector("[data-map-edit]");
  const outline = known && JSON.parse(known.textContent);
  if (outline) {
    const shown = L.geoJSON(outline, {
      style: { color: LandMap.colour("--ink-soft"), weight: 2, dashArray: "6 4", fill: false },
      interactive: false,
      coordsToLatLng: (point) => L.latLng(ground.latlng(point)),
    }).addTo(map);
    again.hidden = outline.type !== "Polygon" || outline.coordinates.length > 1;
    again.addEventListener("click", () => {
      corners = outline.coordinates[0].slice(0, -1).map(([lon, lat]) => (ground.shift ? LandMap.shifted(lon, lat) : [lon, lat]));
      write();
    });
    ground.start = shown.getBounds();
  }
  file?.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen || chosen.size > 1024 * 1024) return;
    corners = ringOf(await chosen.text());
    draw();
    if (corners.length > 2) map.fitBounds(corners.map(([lon, lat]) => [lat, lon]), { padding: [40, 40], animate: false });
  });

  document.querySelector("[data-map-tools]").hidden = false;
  ground.frame().then(async () => {
    if (ground.start) map.fitBounds(ground.start, { padding: [60, 60], animate: false });
    if (field.value.trim()) read();
    await shapes.read((await LandMap.get(`${box.dataset.shapes}?zoom=16`)).shapes);
    shapes.draw();
    const bounds = !ground.start && !corners.length && shapes.bounds();
    if (bounds) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 16, animate: false });
  });
})();
