namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Groups of the console's pages.</summary>
    public static LabelFamily ListGroup { get; } = new()
    {
        { "today", "今天", "today" },
        { "sales", "销售", "sales" },
        { "settlement", "对账", "reconciliation" },
        { "shelf", "锁码与价格", "locks and prices" },
        { "operations", "运维", "operations" },
    };

    /// <summary>Titles of the console's business lists, by their name in the address.</summary>
    public static LabelFamily ListTitle { get; } = new()
    {
        { "sales", "销售与增长", "sales and growth" },
        { "targets", "目标达成", "targets reached" },
        { "target-days", "每日目标", "targets by day" },
        { "items", "单品排名", "item ranking" },
        { "outlets", "门店排名", "outlet ranking" },
        { "areas", "区域城市排名", "ranking of areas" },
        { "distribution", "分销率", "distribution" },
        { "coverage", "铺市率", "coverage" },
        { "fill-rate", "送达率", "fill rate" },
        { "missing-items", "必备品项缺失", "mandatory items missing" },
        { "new-products", "新品开通", "new products" },
        { "dealers", "经销商", "dealers" },
        { "differences", "未了差异", "open differences" },
        { "deductions", "扣款核对", "deductions" },
        { "fees", "费用率", "fee ratio" },
        { "receivables", "应收与回款", "receivables and expected cash" },
        { "contracts", "合同条款", "contract terms" },
        { "rebates", "返利档位", "rebate tiers" },
        { "negotiation", "谈判基础", "ground of negotiation" },
        { "warehouse-legs", "大仓配送", "legs from the warehouse" },
        { "warehouse-stock", "大仓滞留", "stock of warehouses" },
        { "work-list", "先送清单", "work list" },
        { "stock-outs", "断货与低库存", "stock-outs" },
        { "locks", "锁码", "locks" },
        { "prices", "价格异常", "price anomalies" },
        { "margins", "毛利", "margins" },
        { "improvement-plans", "改进计划", "plans of improvement" },
        { "promotions", "促销", "promotions" },
        { "promotion-results", "促销结案", "results of promotions" },
        { "special-fees", "专项费用核销", "special fees and their claims" },
        { "surveys", "竞品与店内调查", "surveys of competitors and stores" },
        { "work-summaries", "工作总结", "summaries of work" },
        { "inspections", "巡店", "store inspections" },
        { "inspection-findings", "巡店问题", "findings of inspections" },
        { "freshness", "临期与过期", "freshness" },
        { "lots", "批次追溯", "lots" },
        { "exposures", "考核测算", "possible penalties" },
        { "order-differences", "送货差异", "delivery differences" },
        { "master-data", "主数据问题", "master data findings" },
        { "item-list", "区域品项资料", "item list" },
        { "data-gaps", "资料缺口", "gaps in the master data" },
        { "terms-changed", "补签合同差额", "deductions by terms signed later" },
    };

    /// <summary>What a business list shows, in a sentence; the thresholds that it names, as <c>{figures.on_sale_days}</c>, are told by
    /// <c>RuleWords</c> (Rules).</summary>
    public static LabelFamily ListNote { get; } = new()
    {
        {
            "sales", "当月供货减退货，不含税，与上月、去年同月比；未结束的月份比到同一日（J）。",
            "Supply less returns of the month without VAT, against last month and last year; an open month up to the same day."
        },
        {
            "targets", "达成率与时间进度；系统、门店、单品目标互有重叠，合计只计系统目标。",
            "Reached beside the share of the month that has passed; targets of chains, stores and items overlap, so totals count those of chains alone."
        },
        {
            "target-days", "月目标按前三个月单品占比与日拆分，合计与目标分毫不差。",
            "A month's target split by the shares of three months and by day; the parts add up to the cent."
        },
        {
            "items", "按供货额排名；后 {ranking.bottom_count} 名须有改进计划，连续 {ranking.escalation_months} 个整月升级（M6.1.6）。",
            "By supply; the last {ranking.bottom_count} need an improvement plan, {ranking.escalation_months|whole month} in a row escalate (M6.1.6)."
        },
        {
            "outlets", "按供货额排名；后 {ranking.bottom_count} 名须有改进计划，连续 {ranking.escalation_months} 个整月升级（J）。",
            "By supply; the last {ranking.bottom_count} need an improvement plan, {ranking.escalation_months|whole month} in a row escalate."
        },
        { "areas", "区域、城市、系统在同类中按供货额排名。", "Regions, cities and chains by supply among their like." },
        { "distribution", "近 {figures.on_sale_days} 天在售单品 ÷ 已开通单品（M4.4）。",
            "Items on sale within {figures.on_sale_days|day} ÷ items opened (M4.4)." },
        { "coverage", "近 {figures.on_sale_days} 天有供货门店 ÷ 营业门店（M4.4）。",
            "Outlets supplied within {figures.on_sale_days|day} ÷ open outlets (M4.4)." },
        {
            "fill-rate", "近 28 天各门店的实收 ÷ 订货；到期送达率只计已到期订单（M2、M4.4）。",
            "Received ÷ ordered of each store, 28 days; of what is due alone for the orders that are due (M2, M4.4)."
        },
        { "missing-items", "35 + X 中近 {figures.on_sale_days} 天没有送货的品项（M6.1.1）。",
            "Items of 35 + X without a delivery within {figures.on_sale_days|day} (M6.1.1)." },
        {
            "new-products", "每店须在公司启动日后 {new_product.working_days} 个工作日内开通（M6.1.5）。",
            "To be opened in each store within {new_product.working_days|working day} of the start (M6.1.5)."
        },
        { "dealers", "供货减退货；只列全部门店都在您范围内的经销商（M3）。", "Supply less returns; dealers all of whose stores are in your scope (M3)." },
        {
            "differences", "我方账与对账单之间的未了差异，与同日邮件同一口径。",
            "Open differences between our books and the statements, as in the mails of the date."
        },
        { "deductions", "对账单扣款按合同核对（M5.1）；正差可追回。", "Deductions held against the contract (M5.1)." },
        { "fees", "本月到期对账单的扣款 ÷ 货款减退货，含税（M5.1）。", "Deductions of the month's statements ÷ goods less returns, VAT included (M5.1)." },
        {
            "receivables", "各对账单与发票的未收金额、账龄与预计回款周（M5.2.10）。",
            "What is open of each statement and invoice, its age, and the week in which the money is expected (M5.2.10)."
        },
        { "contracts", "各年度有效合同的条款与档位，及当年已扣。", "Terms and tiers of the contracts of each year, and what was taken of them." },
        { "rebates", "全年返利：已达档位、下一档及差额（M5.1）。", "Yearly rebates: the tier reached, the next one and what is missing to it (M5.1)." },
        {
            "negotiation", "一个系统一年的供货、结算、费用与差异；谈判材料另附。",
            "Supply, settlement, fees and differences of a chain's year; the pack comes with the plan."
        },
        {
            "warehouse-legs", "经大仓送货的门店订单：到大仓、配送、到店各多少，短在我方送大仓还是大仓配送门店；没有配送数据的系统不列。",
            "Orders of stores through a chain's warehouse: what reached it, was sent on, reached the store, and on which leg they are short. Chains that tell nothing of it are left out."
        },
        {
            "warehouse-stock", "各大仓每个产品收货减配送的余量，按先进先出算最早滞留日。",
            "What lies in each warehouse: received less sent on, and since when, first in, first out."
        },
        {
            "work-list", "今明两天要送的订单行，按业务代表的送货顺序：先重点店；店内先畅销、断货、促销品，再快锁码的（J）。",
            "Order lines to deliver today and tomorrow in the representative's order: key stores, then best sellers, short and promoted items."
        },
        {
            "stock-outs", "断货与低于安全库存的单品，建议订货已扣除在途；少供金额按供货价，不含税。",
            "Items that are out or below the safety stock, with what to order; what was not supplied is at the list price without VAT."
        },
        {
            "locks", "锁码、疑似与风险，及再开通申请的进展（M6.1.7）。",
            "Locks, suspected ones and risks, and how far the application to reopen has come (M6.1.7)."
        },
        {
            "prices", "违反约定的价格与统计提示，与同日邮件同一口径。",
            "Prices that break a rule, and those that are only unusual, as in the mails of the date."
        },
        {
            "margins", "不含税；顺加 =（零售−供货）÷供货，倒扣 =（零售−供货）÷零售（M2）。",
            "Without VAT; markup = (retail − supply) ÷ supply, margin = (retail − supply) ÷ retail (M2)."
        },
        {
            "promotions", "报备、恢复原价、上报期限（M6.2），及促销期内签收与让利（M5.1）。",
            "Filing, restored prices and reports (M6.2), with what was signed for in the window and given up (M5.1)."
        },
        {
            "improvement-plans", "上月系统、区域后 {ranking.bottom_count} 名的门店与单品，及其改进计划的进展；连续 {ranking.escalation_months} 个整月无改善升级（M6.1.6）。",
            "Outlets and items among the last {ranking.bottom_count} of their chain or region last month, and how far their plans are; {ranking.escalation_months|month} escalate (M6.1.6)."
        },
        {
            "surveys", "每月 5 日前填报的竞品、店内促销、商品与赠品库存，与我方当月供货额、系统库存对照（J）。",
            "Competitors, promotions, stock of goods and gifts as written down by the 5th, beside our own supply and the portal's stock (J)."
        },
        {
            "work-summaries", "每人每月的工作总结：自报销售额、回款额与本系统数字对照（J）。",
            "A person's month in their own words; sales and money received beside our figures (J)."
        },
        {
            "inspections", "每次巡店一行：陈列面与竞品相比、在岗导购、物料、赠品、问题数（M6.3）。",
            "One inspection of a store each: faces beside the competitor's, promoters, material, gifts, findings (M6.3)."
        },
        {
            "inspection-findings", "每个问题一行；手册有金额的计入考核测算（M6.3），其余只列示。",
            "One finding each; those for which the manual names an amount are among the possible penalties (M6.3)."
        },
        {
            "lots", "召回与到期：每行一家门店的一个批次，签收、剩余与到期日；在“产品编号、批号”里填产品编号或批号可只看该品或该批。",
            "Recall and expiry: one lot in one store, received, left, until when it keeps. Give an item or a lot to see it alone."
        },
        {
            "freshness", "最近一次巡店所见最早生产日期，剩余保质期不足（config/rules.yaml）或已过期的门店单品。",
            "Items of stores whose oldest packs, as last seen, have too little of their shelf life left, or none."
        },
        {
            "promotion-results", "目标、促销前中后、去年同期、费用与回报；供货额不含税；前、后取同样天数（M5.6.10）。",
            "Goal, before, during and after, the same days of last year, cost and return; supply without VAT, over as many days (M5.6.10)."
        },
        {
            "special-fees", "专项费用从申请、批准、发生、开票到付款，与批准的预算比（M5.6.1）。",
            "Special fees from application to payment, against what was approved (M5.6.1)."
        },
        { "exposures", "手册考核的测算，不是处罚；由人决定并记下理由。", "What the manual's penalties would come to; a person decides, and says why." },
        {
            "order-differences", "订货、发货、签收之间的差异，与同日邮件同一口径。",
            "Differences between ordered, shipped and signed for, as in the mails of the date."
        },
        {
            "item-list", "各系统、各区域的品项：货号、条码、入数、供价、是否开通（M6.1.2）。",
            "Items of each chain and region: number, barcodes, pack size, price, whether it is listed (M6.1.2)."
        },
        {
            "data-gaps", "主数据的缺口、影响与负责人；影响的金额见《KA品项资料》。",
            "Gaps in the master data, what they spoil and who mends them; what they cost stands in the workbook KA items."
        },
        {
            "terms-changed", "对账单结清后才签的合同使扣款多出或少出的部分；正差可追回。",
            "What a contract that was signed after the statement changes of its deductions."
        },
        {
            "master-data", "主数据中自相矛盾或无法判断的记录；请改正所在文件的该行后再次加载。",
            "What cannot be right in the master data, or leaves open which of two holds; correct the row in its file and load it again."
        },
    };

    /// <summary>What a row of sales and growth sums up.</summary>
    public static LabelFamily GrowthSubject { get; } = new("mart.sales_growth.subject_kind")
    {
        { "chain", "系统", "chain" },
        { "store", "门店", "store" },
        { "chain_product", "系统单品", "item at a chain" },
        { "product", "单品", "item" },
        { "region", "区域", "region" },
        { "city", "城市", "city" },
    };

    /// <summary>What items are ranked in.</summary>
    public static LabelFamily RankedIn { get; } = new()
    {
        { "chain", "系统内", "within a chain" },
        { "region", "区域内", "within a region" },
        { "national", "全国", "national" },
    };

    /// <summary>What stores are ranked in.</summary>
    public static LabelFamily RankedStores { get; } = new("mart.outlet_ranking.scope_kind")
    {
        { "chain", "系统内", "within a chain" },
        { "city", "城市内", "within a city" },
        { "region", "区域内", "within a region" },
        { "national", "全国", "national" },
    };

    /// <summary>Areas that are ranked among their like.</summary>
    public static LabelFamily RankedAreas { get; } = new()
    {
        { "region", "区域", "region" },
        { "city", "城市", "city" },
        { "chain", "系统", "chain" },
    };

    /// <summary>A tick in a list.</summary>
    public static LabelFamily YesNo { get; } = new()
    {
        { "yes", "是", "yes" },
    };
}
