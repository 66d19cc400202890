// Maps without a tile server: outlines come as sketches (whole numbers, see portal/geometry/sketching.py) and are
// drawn on one canvas, because five thousand separate shapes are too much for an office phone. With tiles of a
// shifted system everything is shifted with them. Pages work without this file: the list says the same.

const LandMap = (() => {
  const UNITS = 100000;
  const tokens = getComputedStyle(document.documentElement);
  const colour = (name) => tokens.getPropertyValue(name).trim();
  const STATES = {
    planned: ["--line-strong", 0.15],
    reserving: ["--chart-2", 0.3],
    net_land: ["--chart-3", 0.55],
    supplied: ["--chart-1", 0.35],
    under_construction: ["--chart-1", 0.6],
    built: ["--chart-6", 0.5],
    idle: ["--chart-5", 0.5],
    inefficient: ["--chart-4", 0.5],
  };
  const DASHED = new Set(["planned", "idle", "inefficient"]);

  // GCJ-02 as published; the same numbers as portal/geometry/systems.py.
  function shifted(lon, lat) {
    const x = lon - 105;
    const y = lat - 35;
    const root = Math.sqrt(Math.abs(x));
    const wave = (value, ...terms) => terms.reduce((sum, [size, rate]) => sum + size * Math.sin(value * rate * Math.PI), 0);
    const ripple = wave(x, [20, 6], [20, 2]);
    const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
      + ((ripple + wave(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30])) * 2) / 3;
    const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
      + ((ripple + wave(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30])) * 2) / 3;
    const sine = Math.sin((lat * Math.PI) / 180);
    const magic = 1 - 0.00669342162296594323 * sine * sine;
    const parallel = (6378245 / Math.sqrt(magic)) * Math.cos((lat * Math.PI) / 180);
    const meridian = (6378245 * (1 - 0.00669342162296594323)) / (magic * Math.sqrt(magic));
    return [lon + (east / parallel) * (180 / Math.PI), lat + (north / meridian) * (180 / Math.PI)];
  }

  // Rings of a sketch as [lon, lat] pairs.
  function rings(text) {
    return text.split(";").filter(Boolean).map((ring) => {
      const steps = ring.split(",").map(Number);
      const corners = [];
      let lon = 0;
      let lat = 0;
      for (let at = 0; at + 1 < steps.length; at += 2) {
        lon += steps[at];
        lat += steps[at + 1];
        corners.push([lon / UNITS, lat / UNITS]);
      }
      return corners;
    });
  }

  // Where a point stands on the world of zoom 0, as Leaflet's own projection has it.
  const world = (lon, lat) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [(256 * (lon + 180)) / 360, 128 - (64 / Math.PI) * Math.log((1 + sine) / (1 - sine))];
  };

  const PIECE = 400; // shapes read in one go
  const DRAWN = 500; // and drawn
  // Lets a slow phone answer to the finger in between.
  const breath = () => new Promise((go) => setTimeout(go));

  function grouped(shapes) {
    const groups = new Map();
    for (const shape of shapes) groups.get(shape.state)?.push(shape) ?? groups.set(shape.state, [shape]);
    return groups;
  }

  const Shapes = L.Layer.extend({
    initialize(shift) {
      this.shift = shift;
      this.shapes = [];
    },
    onAdd(map) {
      this.map = map;
      this.canvas = L.DomUtil.create("canvas", "map-shapes", map.getPane("overlayPane"));
      map.on("moveend resize", this.draw, this);
      this.draw();
    },
    onRemove(map) {
      map.off("moveend resize", this.draw, this);
      this.canvas.remove();
    },
    // Read a piece at a time.
    async read(text) {
      const turn = (this.turn = Symbol("turn"));
      const lines = text.split("|").filter(Boolean);
      const shapes = [];
      for (let from = 0; from < lines.length; from += PIECE) {
        if (from) await breath();
        if (this.turn !== turn) return;
        for (const line of lines.slice(from, from + PIECE)) shapes.push(this.shapeOf(line));
      }
      await breath();
      if (this.turn !== turn) return;
      this.shapes = shapes;
      this.byState = Map.groupBy ? Map.groupBy(shapes, ({ state }) => state) : grouped(shapes);
      this.byId = new Map(shapes.map((shape) => [shape.id, shape]));
    },
    shapeOf(line) {
      const cut = line.indexOf(";");
      const [id, state, use] = line.slice(0, cut).split(",");
      const paths = rings(line.slice(cut + 1)).map((ring) => {
        const path = new Float64Array(ring.length * 2);
        ring.forEach(([lon, lat], at) => path.set(world(...(this.shift ? shifted(lon, lat) : [lon, lat])), at * 2));
        return path;
      });
      return { id, state, use, paths };
    },
    // Drawn a piece at a time on a canvas that then takes the place of the one in sight.
    async draw() {
      const { map } = this;
      if (!map) return;
      const turn = (this.drawing = Symbol("drawing"));
      await breath();
      if (this.drawing !== turn || !this.map) return;
      if (map.getZoom() !== this.zoom) this.canvas.style.visibility = "hidden"; // of another scale
      const canvas = this.spare ?? L.DomUtil.create("canvas", "map-shapes");
      const place = this.placeOn(canvas);
      let drawn = 0;
      for (const state of Object.keys(STATES)) {
        const shapes = this.byState?.get(state) ?? [];
        for (let from = 0; from < shapes.length; from += DRAWN) {
          if (drawn + shapes.length - from > DRAWN && drawn) {
            await breath();
            if (this.drawing !== turn || !this.map) return;
            drawn = 0;
          }
          const piece = shapes.slice(from, from + DRAWN);
          this.drawState(state, piece, place);
          drawn += piece.length;
        }
      }
      const shape = this.marked && this.byId?.get(this.marked);
      if (shape) this.drawMarked(shape, place);
      this.canvas.replaceWith(canvas);
      [this.canvas, this.spare, this.zoom] = [canvas, this.canvas, place.zoom];
    },
    // The canvas laid over the view, empty, and how places on the map become places on it.
    placeOn(canvas) {
      const { map } = this;
      const size = map.getSize();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const corner = map.containerPointToLayerPoint([0, 0]);
      L.DomUtil.setPosition(canvas, corner);
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      canvas.style.visibility = "";
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      const origin = map.getPixelOrigin().add(corner);
      const zoom = map.getZoom();
      return { pen, zoom, scale: 2 ** zoom, x: origin.x, y: origin.y, width: size.x, height: size.y };
    },
    drawState(state, shapes, place) {
      const { pen } = place;
      const [name, strength] = STATES[state];
      pen.beginPath();
      for (const shape of shapes) this.trace(shape, place);
      pen.fillStyle = colour(name);
      pen.strokeStyle = colour(name);
      pen.lineWidth = 1.2;
      pen.setLineDash(DASHED.has(state) ? [4, 3] : []);
      pen.globalAlpha = strength;
      pen.fill("evenodd");
      pen.globalAlpha = 1;
      pen.stroke();
    },
    drawMarked(shape, place) {
      place.pen.beginPath();
      this.trace(shape, place);
      place.pen.setLineDash([]);
      place.pen.lineWidth = 4;
      place.pen.strokeStyle = colour("--focus");
      place.pen.stroke();
      place.pen.lineWidth = 1.5;
      place.pen.strokeStyle = colour("--ink");
      place.pen.stroke();
    },
    trace(shape, { pen, scale, x, y, width, height }) {
      const [left, top] = [shape.paths[0][0] * scale - x, shape.paths[0][1] * scale - y];
      const margin = 400; // a shape that begins farther out is not seen, unless one stands inside it
      if (scale < 2 ** 17 && (left < -margin || top < -margin || left > width + margin || top > height + margin)) return;
      for (const path of shape.paths) {
        pen.moveTo(path[0] * scale - x, path[1] * scale - y);
        for (let at = 2; at < path.length; at += 2) pen.lineTo(path[at] * scale - x, path[at + 1] * scale - y);
        pen.closePath();
      }
    },
    mark(id) {
      if (id === this.marked) return;
      this.marked = id;
      this.draw();
    },
    // The shape under a place of the map; the smallest where several overlap.
    at(latlng) {
      const [x, y] = world(latlng.lng, latlng.lat);
      const inside = (path) => {
        let odd = false;
        for (let at = 0, last = path.length - 2; at < path.length; last = at, at += 2) {
          const crosses = path[at + 1] > y !== path[last + 1] > y;
          if (crosses && x < ((path[last] - path[at]) * (y - path[at + 1])) / (path[last + 1] - path[at + 1]) + path[at]) odd = !odd;
        }
        return odd;
      };
      return this.shapes.find((shape) => shape.paths.filter(inside).length % 2);
    },
    // The rectangle around everything drawn.
    bounds() {
      let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const { paths } of this.shapes) {
        for (const path of paths) {
          for (let at = 0; at < path.length; at += 2) {
            west = Math.min(west, path[at]);
            east = Math.max(east, path[at]);
            north = Math.min(north, path[at + 1]);
            south = Math.max(south, path[at + 1]);
          }
        }
      }
      const corner = (x, y) => L.CRS.EPSG3857.pointToLatLng(L.point(x, y), 0);
      return west < east ? L.latLngBounds(corner(west, south), corner(east, north)) : null;
    },
    centre(id) {
      const path = this.byId?.get(id)?.paths[0];
      if (!path) return null;
      let [x, y] = [0, 0];
      for (let at = 0; at < path.length; at += 2) [x, y] = [x + path[at], y + path[at + 1]];
      const world0 = L.point((2 * x) / path.length, (2 * y) / path.length);
      return L.CRS.EPSG3857.pointToLatLng(world0, 0);
    },
  });

  const get = async (url, signal) => {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, signal });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  // The ground every map of the portal has: tiles if there are any, district outlines, places, a scale.
  class Ground {
    constructor(box) {
      this.box = box;
      this.config = JSON.parse(document.getElementById("map-settings").textContent);
      this.shift = this.config.tileSystem === "gcj02" && Boolean(this.config.tiles);
      this.map = L.map(box, {
        zoomControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false,
        attributionControl: Boolean(this.config.attribution), maxZoom: 20, minZoom: 5,
      });
      this.map.setView([34.8, 113.3], 12);
      L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小", position: "topright" }).addTo(this.map);
      L.control.scale({ imperial: false }).addTo(this.map);
      this.map.createPane("frame").style.zIndex = 350; // below the shapes, above the tiles
      const near = () => box.classList.toggle("map-far", this.map.getZoom() < 15);
      this.map.on("zoomend", near);
      near();
      if (this.config.tiles) L.tileLayer(this.config.tiles, { attribution: this.config.attribution, maxZoom: 20 }).addTo(this.map);
    }

    latlng([lon, lat]) {
      const [x, y] = this.shift ? shifted(lon, lat) : [lon, lat];
      return [y, x];
    }

    async frame() {
      const frame = await get(this.box.dataset.frame);
      const edge = { color: colour("--ink-soft"), weight: 2, fill: !this.config.tiles, fillColor: colour("--wash"), fillOpacity: 1, interactive: false, pane: "frame" };
      const outlines = frame.outlines.flatMap((text) => rings(text).map((ring) => L.polygon(ring.map((point) => this.latlng(point)), edge)));
      outlines.forEach((outline) => outline.addTo(this.map));
      if (outlines.length) this.map.fitBounds(L.featureGroup(outlines).getBounds(), { animate: false });
      frame.places.forEach((place) => this.mark(place, "map-place", place.kind));
      (frame.carriers || []).forEach((carrier) => this.mark(carrier, "map-carrier", "载体"));
      return frame;
    }

    mark(place, css, kind) {
      const label = document.createElement("span");
      label.textContent = place.name;
      const icon = L.divIcon({ className: css, html: label, iconSize: null });
      const marker = L.marker(this.latlng([place.lon, place.lat]), { icon, keyboard: false, title: `${kind}：${place.name}` }).addTo(this.map);
      if (place.url) marker.on("click", () => location.assign(place.url));
    }
  }

  return { Ground, Shapes, get, rings, shifted, colour };
})();

// The map beside a list: both narrowed by the same filters.
(() => {
  const box = document.querySelector("[data-map]");
  if (!box) return;
  // The page is readable before the map begins.
  setTimeout(() => beside(box));
})();

function beside(box) {
  const NEAR = 15;
  const ground = new LandMap.Ground(box);
  const { map } = ground;
  const shapes = new LandMap.Shapes(ground.shift).addTo(map);
  const list = document.getElementById("list");
  const status = document.querySelector("[data-map-status]");
  let query = location.search.slice(1);
  let held = null; // what was loaded last: filters, coarse or fine, whole or a box
  let asking = null;
  let exact = null;
  let begun = false;

  const idOf = (row) => row?.querySelector("a.open")?.getAttribute("href").match(/(\d+)\/$/)?.[1];
  const rowOf = (id) => [...list.querySelectorAll("tbody tr")].find((row) => idOf(row) === id);

  async function load({ fitting = false } = {}) {
    if (!begun) return;
    const fine = map.getZoom() >= NEAR;
    if (held && held.query === query && !fine && !held.fine && held.complete) return;
    const asked = new URLSearchParams(query);
    ["cursor", "page", "page_size", "ordering"].forEach((name) => asked.delete(name));
    asked.set("zoom", Math.floor(map.getZoom()));
    if (fine && !ground.shift) asked.set("bbox", map.getBounds().pad(0.3).toBBoxString().replace(/(\.\d{6})\d+/g, "$1"));
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await LandMap.get(`${box.dataset.shapes}?${asked}`, asking.signal);
      await shapes.read(answer.shapes);
      if (!fitting) shapes.draw();
      held = { query, fine, complete: answer.complete };
      status.textContent = answer.complete ? "" : "地块太多，图上只画出一部分；放大，或者加上筛选条件。";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "地图没有加载出来，请看列表，或者刷新再试。";
    }
  }

  async function show(id) {
    shapes.mark(id);
    const parcel = await LandMap.get(box.dataset.outline.replace("/0/", `/${id}/`));
    exact?.remove();
    const words = document.createElement("div");
    const link = document.createElement("a");
    link.href = parcel.url;
    link.textContent = parcel.name;
    words.append(link, document.createElement("br"), `${parcel.state}，${parcel.use}，${parcel.area}`);
    exact = L.geoJSON(parcel.geometry, {
      style: { color: LandMap.colour("--ink"), weight: 2, fill: false },
      coordsToLatLng: (point) => L.latLng(ground.latlng(point)),
    }).addTo(map);
    L.popup({ closeButton: true, autoPanPadding: [24, 24] }).setLatLng(exact.getBounds().getCenter()).setContent(words).openOn(map);
    map.once("popupclose", () => exact?.remove());
    list.querySelectorAll("tr[aria-current]").forEach((row) => row.removeAttribute("aria-current"));
    rowOf(id)?.setAttribute("aria-current", "true");
  }

  map.on("click", (event) => {
    const shape = shapes.at(event.latlng);
    if (shape) show(shape.id);
  });
  map.on("mousemove", (event) => {
    box.classList.toggle("map-over", Boolean(shapes.at(event.latlng)));
  });
  map.on("moveend", () => load());

  // A row pointed at or reached by the keyboard is marked on the map.
  const point = (event) => {
    const id = idOf(event.target.closest("tbody tr"));
    if (!id) return;
    shapes.mark(id);
    const centre = event.type === "focusin" && shapes.centre(id);
    if (centre && !map.getBounds().contains(centre)) map.panTo(centre, { animate: false });
  };
  list.addEventListener("mouseover", point);
  list.addEventListener("focusin", point);

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "list") return;
    query = (event.detail.pathInfo.finalRequestPath.split("?")[1] || "");
    held = null;
    map.closePopup();
    begin();
  });

  // The first view is of what the list holds.
  async function begin() {
    begun = true;
    await load({ fitting: true });
    const bounds = shapes.bounds();
    if (bounds) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 16, animate: false });
    else shapes.draw();
  }

  ground.frame().then(begin, begin);
}
