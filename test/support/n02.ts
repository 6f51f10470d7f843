// Railway data in the ministry's form, of a railway that does not exist: four stations on a line that goes round a bay,
// a branch, and a Shinkansen line straight across.

const feature = (properties: Record<string, string>, coordinates: [number, number][]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates },
})

const line = (name: string, operator: string, railClass = '12', type = '4') => ({
  N02_001: railClass,
  N02_002: type,
  N02_003: name,
  N02_004: operator,
})
const BAY = line('湾岸線', 'みなと鉄道')
const BRANCH = line('山手支線', 'みなと鉄道')
const FAST = line('みなと新幹線', 'みなと旅客鉄道', '11', '1')

const station = (of: Record<string, string>, name: string, code: string, group: string, [lon, lat]: [number, number]) =>
  feature({ ...of, N02_005: name, N02_005c: code, N02_005g: group }, [
    [lon - 0.001, lat],
    [lon, lat],
    [lon + 0.001, lat],
  ])

/** Round the bay: 0.1° up, 0.2° over, 0.1° down; the stations at both ends and at the two corners. */
export const STATIONS = {
  type: 'FeatureCollection',
  features: [
    station(BAY, '西港', '900001', '900001', [137, 36.6]),
    station(BAY, '北西', '900002', '900002', [137, 36.7]),
    station(BAY, '北東', '900003', '900003', [137.2, 36.7]),
    station(BAY, '東港', '900004', '900004', [137.2, 36.6]),
    station(BRANCH, '北東', '900005', '900003', [137.201, 36.701]),
    station(BRANCH, '山里', '900006', '900006', [137.201, 36.8]),
    station(FAST, '西港', '900007', '900001', [137.001, 36.601]),
    station(FAST, '東港', '900008', '900004', [137.199, 36.601]),
  ],
}

export const SECTIONS = {
  type: 'FeatureCollection',
  features: [
    // Drawn in pieces that meet in a point, one of them the wrong way round.
    feature(BAY, [
      [137, 36.6],
      [137, 36.65],
    ]),
    feature(BAY, [
      [137, 36.7],
      [137, 36.65],
    ]),
    feature(BAY, [
      [137, 36.7],
      [137.1, 36.7],
      [137.2, 36.7],
    ]),
    feature(BAY, [
      [137.2, 36.7],
      [137.2, 36.6],
    ]),
    feature(BRANCH, [
      [137.201, 36.701],
      [137.201, 36.8],
    ]),
    feature(FAST, [
      [137.001, 36.601],
      [137.199, 36.601],
    ]),
  ],
}
