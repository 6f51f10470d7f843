import type { AskType } from './ask.ts'

/** A method as its document says it. The engine executes the same types; the hash of this document is its version's. */
export type MethodDocument = {
  id: AskType
  version: string
  family: 'mobility' | 'stay' | 'food-and-shop'
  title: { ja: string; en: string }
  /** What is counted. */
  unit: { ja: string; en: string }
  /**
   * Numbers stand as `{row.id}`, `{1-row.id}` or `{#constant}` and are read from the edition and the engine when the
   * document is read: a document never says another number than the calculation uses.
   */
  formula: { ja: string; en: string }
  baseline: { ja: string; en: string }
  /** When it is credited and when it is only shown. `ours`: our policy, not taken from a publication. */
  conditions: readonly { ja: string; en: string; ours?: true }[]
  /** Rows of the registry it reads; `{series}` is the yearly series of the edition. */
  factors: readonly string[]
}

const HALF: MethodDocument['conditions'][number] = {
  ja: '呼びかけがなくても行う人の割合 p は、測るまで {base.takeup.default} % とします。',
  en: 'The share p who would do it unasked is {base.takeup.default} % until measured.',
  ours: true,
}

/** Every method, in the order of the pages. */
export const METHODS: readonly MethodDocument[] = [
  {
    id: 'mobility.trip',
    version: '1.0.0',
    family: 'mobility',
    title: { ja: '移動', en: 'Trips' },
    unit: { ja: 'メートル', en: 'metre' },
    formula: {
      ja: '基準の距離 × 基準の係数 − 区間ごとの（距離 × 手段の係数）の合計 − 付帯排出',
      en: 'baseline distance x baseline factor - sum over legs (distance x factor of the mode) - add-ons',
    },
    baseline: {
      ja: 'ふだんと同じ手段なら 0。比べられる移動が {#personalMixTrips} 回以上わかる人は本人の平均、ほかは地域の平均。申告した手段は基準を下げることだけができ、自家用車が上限です。',
      en: "Same mode: zero. The person's own mix with {#personalMixTrips} or more comparable trips, else the regional mix. A declared alternative may only lower it, and the private car is the cap.",
    },
    conditions: [
      {
        ja: '場所がわかる移動では、基準の距離は道のりではなく二つの場所で決まり、移動距離を超えません。',
        en: 'Where the places are known, the baseline distance belongs to the pair of places, and never exceeds the distance travelled.',
      },
      {
        ja: '場所がわかる移動では、実際の側の誤差に、その区分の代表系列の値（運輸 {#routeErrorOp} %、LCA {#routeErrorLca} %）を使います。排出の多い道が得をしないためです。',
        en: "Where the places are known, the actual side has the error of the class's main series (operational {#routeErrorOp} %, life-cycle {#routeErrorLca} %), so that a dirtier route never earns more.",
        ours: true,
      },
      {
        ja: 'レンタルEVはガソリン車の同じ走行と比べ、カーシェアは 0 とします。場所がわかる移動では、どちらも地域の平均と比べます。',
        en: 'A rented electric car is compared with a petrol car on the same road, and a shared car earns nothing. Where the places are known, both are compared with the regional mix.',
        ours: true,
      },
      {
        ja: 'シェアサイクル・シェアキックボード・フェリーを含む移動は、すべての区間をLCAの係数で計算します。シェアは車と比べません。',
        en: 'A trip with a shared bicycle, shared scooter or ferry is calculated with life-cycle factors throughout. Shared vehicles are never compared with a car.',
      },
      {
        ja: '相乗りは全員の（距離 × 基準）から、車の（走行 + 寄り道）× 車1台の係数を引き、人数で等しく分けます。',
        en: "A carpool is everyone's distance x baseline, minus (drive + detour) x the car's factor, divided equally.",
      },
      {
        ja: '徒歩と自転車のクレジット対象は一人一日 {#activeCapG} g までです。',
        en: 'Walking and cycling are credited up to {#activeCapG} g per person and day.',
        ours: true,
      },
    ],
    factors: [
      'jp.mlit.{series}.car',
      'jp.mlit.{series}.rail',
      'jp.mlit.{series}.bus',
      'jp.mlit.{series}.air',
      'jp.car.vkm.{series}',
      'jp.jreast.fy2023.shinkansen',
      'jp.mlit.c2003.metro',
      'jp.mlit.c2003.tram',
      'jp.mlit.c2003.taxi',
      'jp.ebike.km',
      'jp.escooter.km',
      'jp.ev.vkm.grid2023',
      'walk.op',
      'cycle.op',
      'base.mix.short.metro3.weekday',
      'base.mix.short.metro3.weekend',
      'base.mix.short.local.weekday',
      'base.mix.short.local.weekend',
      'base.mix.ground.major-city',
      'base.mix.ground.city150k',
      'base.mix.ground.city50k-150k',
      'base.mix.ground.under50k',
      'base.mix.ground.national',
      'base.mix.leisure.under300',
      'base.mix.leisure.over300',
      'base.mixlca.ground.major-city',
      'base.mixlca.ground.city150k',
      'base.mixlca.ground.city50k-150k',
      'base.mixlca.ground.under50k',
      'base.mixlca.ground.national',
      'jp.koide.train',
      'jp.koide.bus',
      'jp.koide.car',
      'jp.koide.carshare',
      'jp.koide.taxi',
      'jp.koide.ferry',
      'jp.koide.airplane',
      'jp.koide.walking',
      'jp.koide.bicycle',
      'eu.springer.escooter_shared_modern',
      'shared.ops.bicycle',
    ],
  },
  {
    id: 'stay.skip-cleaning',
    version: '1.0.0',
    family: 'stay',
    title: { ja: '清掃・リネン交換を断る', en: 'Cleaning or linen skipped' },
    unit: { ja: '回', en: 'service' },
    formula: { ja: '回数 × {jp.linen.wash} g', en: 'services x {jp.linen.wash} g' },
    baseline: { ja: '毎泊リネンを洗うホテル', en: 'A hotel that washes linen after every night' },
    conditions: [
      {
        ja: '連泊客の {base.takeup.linen} % はもともと断っているため、A = {1-base.takeup.linen} です。',
        en: '{base.takeup.linen} % of stay-over guests already decline, so A = {1-base.takeup.linen}.',
      },
      { ja: '一室一泊につき一回までです。', en: 'At most one for each room and night.' },
    ],
    factors: ['jp.linen.wash', 'base.takeup.linen'],
  },
  {
    id: 'stay.amenities',
    version: '1.0.0',
    family: 'stay',
    title: { ja: '使い捨てアメニティを使わない', en: 'Amenities not taken' },
    unit: { ja: '個', en: 'piece' },
    formula: { ja: '個数 × {jp.amenity.piece} g', en: 'pieces x {jp.amenity.piece} g' },
    baseline: { ja: '一人一泊に一組', en: 'One set for each guest and night' },
    conditions: [
      HALF,
      { ja: '係数はプラスチックの焼却だけを含みます。', en: 'The factor covers burning the plastic only.' },
    ],
    factors: ['jp.amenity.piece', 'base.takeup.default'],
  },
  {
    id: 'stay.lower-carbon-hotel',
    version: '1.0.0',
    family: 'stay',
    title: { ja: '排出の少ないホテル', en: 'Lower-carbon hotel' },
    unit: { ja: '室・泊', en: 'room-night' },
    formula: {
      ja: '室・泊 ×（基準 − ホテルの実績）÷ 宿泊者数',
      en: "room-nights x (baseline - the hotel's result) / guests",
    },
    baseline: {
      ja: '同じ格のホテルの中央値。なければ日本のホテルの値で、表示だけ。',
      en: 'Median of hotels of the same class; without one, the figure for Japan, shown only.',
    },
    conditions: [
      { ja: '監査を受けたホテル自身の実績（E4）が必要です。', en: "The hotel's own audited result (E4) is needed." },
      {
        ja: '同じ宿泊の清掃・アメニティとは合算しません。',
        en: 'Not added to cleaning or amenities of the same stay.',
      },
    ],
    factors: ['jp.hotel.desnz'],
  },
  {
    id: 'stay.renewable-room',
    version: '1.0.0',
    family: 'stay',
    title: { ja: '再エネ電力の客室', en: 'Renewable room' },
    unit: { ja: 'ワット時', en: 'watt-hour' },
    formula: { ja: '電力量 × {jp.grid.fy2023} g/kWh ÷ 宿泊者数', en: 'energy x {jp.grid.fy2023} g/kWh / guests' },
    baseline: { ja: '全国平均の電力', en: 'The national grid' },
    conditions: [
      {
        ja: '再エネの価値は証書が持つため、表示だけです。',
        en: 'The certificate carries the claim, so it is shown only.',
      },
    ],
    factors: ['jp.grid.fy2023'],
  },
  {
    id: 'meal.swap',
    version: '1.1.0',
    family: 'food-and-shop',
    title: { ja: '排出の少ない食事を選ぶ', en: 'A lower-carbon meal' },
    unit: { ja: '食', en: 'meal' },
    formula: {
      ja: '食数 ×（店の販売構成の平均 − 選んだ食事）',
      en: "meals x (mean of the restaurant's sales - the chosen meal)",
    },
    baseline: { ja: '同じ店の直近90日間の販売', en: "The same restaurant's last 90 days of sales" },
    conditions: [
      { ja: 'p は選んだ食事が販売に占める割合です。', en: 'p is the share of that meal in the sales.' },
      {
        ja: '直近90日に28日以上、200食以上の販売の記録があるときに店の構成を使います。足りないうちは、肉の献立で最も低い鶏肉と比べて表示だけとします。',
        en: "The restaurant's own mix is used once 200 meals on 28 days of the last 90 are on record; until then a meal is compared with chicken, the lowest with meat, and shown only.",
      },
      { ja: '食事の係数はフランスの献立の平均です。', en: 'Meal factors are French recipe averages.' },
    ],
    factors: [
      'fr.ademe.meal.beef',
      'fr.ademe.meal.veal',
      'fr.ademe.meal.pork',
      'fr.ademe.meal.chicken',
      'fr.ademe.meal.fish_white',
      'fr.ademe.meal.fish_oily',
      'fr.ademe.meal.tuna',
      'fr.ademe.meal.vegetarian',
      'fr.ademe.meal.vegan',
      'base.takeup.default',
    ],
  },
  {
    id: 'food.leftovers',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: '食べ残しの持ち帰り（mottECO）', en: 'Leftovers taken home (mottECO)' },
    unit: { ja: 'グラム', en: 'gram' },
    formula: { ja: '重さ × {jp.foodloss.kg} g/kg', en: 'mass x {jp.foodloss.kg} g/kg' },
    baseline: { ja: '捨てる', en: 'Thrown away' },
    conditions: [HALF],
    factors: ['jp.foodloss.kg', 'base.takeup.default'],
  },
  {
    id: 'shop.refill',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: 'マイボトルに給水', en: 'Refilling a bottle' },
    unit: { ja: '回', en: 'refill' },
    formula: {
      ja: '回数 ×（{jp.bottle.nhk.shop} − {jp.bottle.nhk.mybottle}）g',
      en: 'refills x ({jp.bottle.nhk.shop} - {jp.bottle.nhk.mybottle}) g',
    },
    baseline: {
      ja: '店で買う水。自動販売機（{jp.bottle.nhk.vending} g）は表示だけに使います。',
      en: 'Water bought in a shop; the vending machine ({jp.bottle.nhk.vending} g) is for screens.',
    },
    conditions: [HALF],
    factors: ['jp.bottle.nhk.shop', 'jp.bottle.nhk.mybottle', 'jp.bottle.nhk.vending', 'base.takeup.default'],
  },
  {
    id: 'shop.bag',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: 'レジ袋を断る', en: 'Bag refused' },
    unit: { ja: '枚', en: 'bag' },
    formula: { ja: '枚数 × {jp.bag.g33} g', en: 'bags x {jp.bag.g33} g' },
    baseline: { ja: '公表値のうち最も軽い袋（6.8 g）', en: 'The lightest published bag (6.8 g)' },
    conditions: [
      {
        ja: 'もともと {base.takeup.bag} % が断っているため、A = {1-base.takeup.bag} です。',
        en: '{base.takeup.bag} % refuse anyway, so A = {1-base.takeup.bag}.',
      },
    ],
    factors: ['jp.bag.g33', 'base.takeup.bag'],
  },
  {
    id: 'shop.cup',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: 'マイカップ', en: 'Own cup' },
    unit: { ja: '回', en: 'use' },
    formula: { ja: '回数 ×（{jp.cup.paper} − {jp.cup.wash}）g', en: 'uses x ({jp.cup.paper} - {jp.cup.wash}) g' },
    baseline: { ja: '紙コップ', en: 'Paper cup' },
    conditions: [
      HALF,
      {
        ja: '元が取れる回数（PP {jp.cup.breakeven} 回、金属 {jp.cup.breakeven.steel} 回）までは 0 です。',
        en: 'Nothing is credited up to the break-even ({jp.cup.breakeven} uses for PP, {jp.cup.breakeven.steel} for steel).',
      },
    ],
    factors: ['jp.cup.paper', 'jp.cup.wash', 'jp.cup.breakeven', 'jp.cup.breakeven.steel', 'base.takeup.default'],
  },
  {
    id: 'shop.container',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: '容器の持参・詰め替え', en: 'Own container or refill pack' },
    unit: { ja: 'グラム', en: 'gram' },
    formula: { ja: '使わなかった重さ × 素材の係数', en: 'mass saved x factor of the material' },
    baseline: { ja: 'ふつうの包装', en: 'The usual pack' },
    conditions: [HALF],
    factors: [
      'uk.desnz25.material.plastic_avg',
      'uk.desnz25.material.pet',
      'uk.desnz25.material.pp',
      'uk.desnz25.material.ps',
      'uk.desnz25.material.ldpe',
      'uk.desnz25.material.paper',
      'uk.desnz25.material.board',
      'uk.desnz25.material.glass',
      'uk.desnz25.material.aluminium_can',
      'base.takeup.default',
    ],
  },
  {
    id: 'shop.second-hand',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: '古着を買う', en: 'Second-hand garment' },
    unit: { ja: '着', en: 'garment' },
    formula: {
      ja: '着数 × {jp.garment.new} g × 置き換わる割合 {garment.displacement} % − 重さ × {uk.clothing.reused} g/kg',
      en: 'garments x {jp.garment.new} g x displacement {garment.displacement} % - mass x {uk.clothing.reused} g/kg',
    },
    baseline: { ja: '新品を買う', en: 'A new garment' },
    conditions: [
      {
        ja: '置き換わる割合が確かめられていないため、表示だけです。',
        en: 'The displacement is not verified, so it is shown only.',
      },
    ],
    factors: ['jp.garment.new', 'garment.displacement', 'uk.clothing.reused'],
  },
  {
    id: 'shop.local',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: '地元の農産物', en: 'Local produce' },
    unit: { ja: 'グラム', en: 'gram' },
    formula: { ja: '重さ ×（平均 − 地元）', en: 'mass x (average - local)' },
    baseline: { ja: '平均的な農産物', en: 'Average produce' },
    conditions: [
      {
        ja: '差が誤差より小さいため、クレジット対象は 0 になります。',
        en: 'The difference is inside the noise, so nothing is credited.',
      },
    ],
    factors: [
      'jp.koide.food.vegetables',
      'jp.koide.food.veg_local',
      'jp.koide.food.potatoes',
      'jp.koide.food.potato_local',
      'base.takeup.default',
    ],
  },
  {
    id: 'shop.seasonal',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: '旬の農産物', en: 'Seasonal produce' },
    unit: { ja: 'グラム', en: 'gram' },
    formula: { ja: '重さ ×（平均 − 旬）', en: 'mass x (average - seasonal)' },
    baseline: { ja: '平均的な農産物', en: 'Average produce' },
    conditions: [
      {
        ja: '差が誤差より小さいため、クレジット対象は 0 になります。',
        en: 'The difference is inside the noise, so nothing is credited.',
      },
    ],
    factors: [
      'jp.koide.food.vegetables',
      'jp.koide.food.veg_seasonal',
      'jp.koide.food.fruits',
      'jp.koide.food.fruit_seasonal',
      'base.takeup.default',
    ],
  },
  {
    id: 'shop.e-receipt',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: '電子レシート', en: 'E-receipt' },
    unit: { ja: '枚', en: 'receipt' },
    formula: { ja: '月の枚数 × {jp.receipt.derived} g', en: 'receipts of the month x {jp.receipt.derived} g' },
    baseline: { ja: '紙のレシート', en: 'Paper receipt' },
    conditions: [
      HALF,
      {
        ja: '一枚では 1 g に満たないため、月ごとに数えて一度だけ計算します。',
        en: 'One is less than a gram, so a month is counted and computed once.',
      },
      {
        ja: '紙の厚さの出典を確認できていないため、表示だけです。',
        en: 'The grammage of the paper is not verified, so it is shown only.',
      },
    ],
    factors: ['jp.receipt.derived', 'base.takeup.default'],
  },
  {
    id: 'ev.charge',
    version: '1.0.0',
    family: 'food-and-shop',
    title: { ja: '再エネでの充電・洗濯', en: 'Charging or laundry on renewable power' },
    unit: { ja: 'ワット時', en: 'watt-hour' },
    formula: { ja: '電力量 × {jp.grid.fy2023} g/kWh', en: 'energy x {jp.grid.fy2023} g/kWh' },
    baseline: { ja: '全国平均の電力', en: 'The national grid' },
    conditions: [
      {
        ja: '再エネの価値は証書が持つため、表示だけです。',
        en: 'The certificate carries the claim, so it is shown only.',
      },
    ],
    factors: ['jp.grid.fy2023'],
  },
]
