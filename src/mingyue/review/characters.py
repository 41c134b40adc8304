"""One-to-one character table of the reading text: widths, punctuation, and the traditional characters contracts use.

Every entry maps one character to one character, so offsets stay as they are.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "約條項務業個為與於義權責違賠償費額價稅開發軟體資訊術檔數據庫統網絡計劃畫時間標準驗試運維護級備註說書簽訂雙當國華貨幣銀帳號聯繫電話傳郵編單執產識歸屬創許證專壞損災戰爭變終斷續讓轉營員會議決處應導讀寫簡"
    "稱機構關閉係經過進選適實際達換給廣複雜擔壓縮獨儲測無論從來對後臺動態樣組織緊種類結絕縣總繼罰聲聽職臨舉藝補裝視覺觸討訓記設訪評詞該詳語誤課調談請諾謀講謝譯豐貝負財貢貧販貴買貸貼貿賀賃賈賓賞賣賦質賬賴賺"
    "購贈贊贏車軌軍較載輔輕輛輸轄農連週遊遠遲遷遺還邊醫釋鑑針釘銷鋪錄錯鎖鏈鏡鐵閒閱隊階隨險隱雖離難靈靜響頁頂順須預領頭頻題願顧顯風飛養餘館驅鬥魚點齊齡龍佈併採囘纔祇衹逹乾們這並嚴萬億圓貳參陸兩雲誠協爾區裡"
    "裏麼歷曆製幹範圍異認濟潛滿淨減滯納緩繳勞勝匯卻夠奪獎寬將屆幫幾張強彈徵復懲戶拋擁擇擾攝敗敘敵暫東極檢歐殺毀沒洩燬爲牽獲現環療盜盡監盤禮穩窮競筆節籌糾紛細紹綜線績罷習脅興蓋虧衛規親觀訴診詐詢誰諒諮謹譽賄"
    "賂贓趨踐輪辦辭遞鄰鈞鋼錢門閘闡陳陰隸飾馬駐驟鑒"
)
_SIMPLIFIED = (
    "约条项务业个为与于义权责违赔偿费额价税开发软体资讯术档数据库统网络计划画时间标准验试运维护级备注说书签订双当国华货币银账号联系电话传邮编单执产识归属创许证专坏损灾战争变终断续让转营员会议决处应导读写简"
    "称机构关闭系经过进选适实际达换给广复杂担压缩独储测无论从来对后台动态样组织紧种类结绝县总继罚声听职临举艺补装视觉触讨训记设访评词该详语误课调谈请诺谋讲谢译丰贝负财贡贫贩贵买贷贴贸贺赁贾宾赏卖赋质账赖赚"
    "购赠赞赢车轨军较载辅轻辆输辖农连周游远迟迁遗还边医释鉴针钉销铺录错锁链镜铁闲阅队阶随险隐虽离难灵静响页顶顺须预领头频题愿顾显风飞养余馆驱斗鱼点齐龄龙布并采回才只只达干们这并严万亿圆贰叁陆两云诚协尔区里"
    "里么历历制干范围异认济潜满净减滞纳缓缴劳胜汇却够夺奖宽将届帮几张强弹征复惩户抛拥择扰摄败叙敌暂东极检欧杀毁没泄毁为牵获现环疗盗尽监盘礼稳穷竞笔节筹纠纷细绍综线绩罢习胁兴盖亏卫规亲观诉诊诈询谁谅咨谨誉贿"
    "赂赃趋践轮办辞递邻钧钢钱门闸阐陈阴隶饰马驻骤鉴"
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_PUNCTUATION = {
    **dict(zip("():;!?％﹪＄﹩～﹣－—–．＊︰﹕｜〔〕", "（）：；！？%%$$~----.*：：|（）", strict=True)),
    **dict.fromkeys("\xa0\u200b\ufeff\u2002\u2003\u2009\r", " "),
    **dict.fromkeys("☒√■☑✓✔", "☑"),
    **dict.fromkeys("▢☐□", "□"),
    "〇": "零",
    "帐": "账",
    "釆": "采",
}

_TABLE: dict[str, str] = {
    **{chr(wide): chr(plain) for wide, plain in _WIDE.items()},
    **dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)),
    **_PUNCTUATION,
}
_MAPPED = re.compile("[" + re.escape("".join(key for key, value in _TABLE.items() if key != value)) + "]")


def simplified(text: str) -> str:
    """The text with every mapped character replaced, length unchanged."""
    return _MAPPED.sub(lambda match: _TABLE[match[0]], text)
