/** Methods and factors, and where everything came from. */
export const sources = {
  title: '出典とデータ',
  lead: 'この画面の数と地図が、どこから来たか。',
  software: {
    title: 'ソフトウェア',
    text: 'プログラムは Apache License 2.0 です。使っている部品の条件は、それぞれの配布物にあります。',
  },
  data: {
    title: 'データ',
    name: 'データ',
    from: 'もと',
    terms: '条件',
    items: [
      {
        name: '市区町村の名前・よみ・役所の位置',
        from: 'code4fukui / localgovjp',
        url: 'https://github.com/code4fukui/localgovjp',
        terms: 'CC0',
      },
      {
        name: '市区町村のローマ字',
        from: 'piuccio / open-data-jp-municipalities（18件を手で直しました）',
        url: 'https://github.com/piuccio/open-data-jp-municipalities',
        terms: 'MIT',
      },
      {
        name: '人口（2020年国勢調査 速報）',
        from: '総務省統計局「令和2年国勢調査 人口速報集計」e-Stat 0003433219 を加工',
        url: 'https://www.e-stat.go.jp/',
        terms: '政府統計の総合窓口の利用規約',
      },
      { name: '空港', from: 'OurAirports', url: 'https://ourairports.com/data/', terms: 'パブリックドメイン' },
      {
        name: '海岸線（概略の区域のもと）',
        from: 'Natural Earth（world-atlas 経由）',
        url: 'https://www.naturalearthdata.com/',
        terms: 'パブリックドメイン',
      },
      {
        name: '実際の市区町村境界（取り込んだ場合のみ）',
        from: '国土交通省 国土数値情報（行政区域データ）を加工',
        url: 'https://nlftp.mlit.go.jp/ksj/',
        terms: '国土数値情報の利用規約',
      },
      {
        name: '背景地図（選んだ場合のみ）',
        from: '国土地理院 地理院タイル',
        url: 'https://maps.gsi.go.jp/development/ichiran.html',
        terms: '国土地理院コンテンツ利用規約',
      },
    ],
  },
  demo: {
    title: 'デモの世界',
    text: 'デモの事例は、公開された報告と各団体の発表から、数と条件だけを使いました。名前のある団体が、このサービスに参加しているという意味ではありません。「架空」と書いた組織は、実在しません。',
  },
  calculation: {
    title: '計算の方法と係数',
    lead: '式と版、係数の値・年・出典・確認の有無は、すべて公開しています。結果には、使った版とハッシュが残ります。',
  },
}
