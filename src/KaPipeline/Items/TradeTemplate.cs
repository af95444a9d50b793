using System.Globalization;
using Dapper;
using KaPipeline.Rules;
using KaPipeline.Workbooks;
using Npgsql;

namespace KaPipeline.Items;

/// <summary>A form of the daily trade: filled and dropped into the folder, the profile of the company's master data loads it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">What it is, Chinese; the file's name begins with it, and the profile knows it by that.</param>
/// <param name="TitleEn">The same, English.</param>
/// <param name="Notes">How it is filled in: Chinese, English; thresholds are named as <see cref="RuleWords"/> tells them.</param>
/// <param name="Columns">Its columns; the profile maps them by their words.</param>
/// <param name="Known">The lines that it comes with, asked of the as-of date.</param>
public sealed record TradeTemplate(
    string Name, string Title, string TitleEn, (string Chinese, string English) Notes, IReadOnlyList<FormColumn> Columns, string Known)
{
    private const string Chains = "系统 Chains";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TradeTemplate> All { get; } =
    [
        new("promotions", "促销方案", "Promotion plans",
            ("每行一个促销：目的、目标（期间供货额，不含税）、预算、各方承担；门店编号以空格分隔，留空即全部门店。后来知道的日期补填后重放即可；执行不力的（M6.2.5）按批复填考核日和金额（整数元）。",
            "One promotion a line; the goal is supply in its days without VAT; stores parted by blanks, none for all. Fill in later days and drop it again; of one badly run the day and what its approval charges, in whole RMB."),
            [
                new("系统编号 Chain", EntryForm.Text, Chains), new("促销编号 Promotion", EntryForm.Text), new("目的 Purpose", EntryForm.Text),
                new("门店编号 Stores", EntryForm.Text), new("力度 Offer", EntryForm.Text), new("目标供货额 Goal"), new("费用预算 Budget"),
                new("我方承担% Ours"), new("系统承担% Chain"), new("经销商承担% Dealer"), new("批准日 Approved", EntryForm.Day),
                new("财务备案日 Filed with finance", EntryForm.Day), new("准备完成日 Ready", EntryForm.Day),
                new("执行考核日 Judged", EntryForm.Day), new("执行考核金额 Badly run RMB"), new("考核经销商 Dealer charged", EntryForm.Text),
                new("经销商考核金额 Dealer RMB"),
            ],
            """
            select distinct on (head.retail_to, head.chain_id, head.promotion_id)
                head.chain_id, head.promotion_id, plan.purpose, plan.stores, plan.strength, plan.goal_amount, plan.budget_amount,
                plan.our_share_pct, plan.chain_share_pct, plan.dealer_share_pct, plan.approved_on, plan.finance_filed_on, plan.prepared_on,
                plan.judged_on, plan.badly_run_amount, plan.badly_run_dealer, plan.badly_run_dealer_amount
            from core.promotion as head
            left join core.promotion_plan as plan on plan.chain_id = head.chain_id and plan.promotion_id = head.promotion_id
                and core.is_known(plan.arrived_at, plan.recorded_at, plan.superseded_at, plan.superseded_recorded_at)
            where head.retail_to > core.as_of() - 30
                and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)
            order by head.retail_to, head.chain_id, head.promotion_id
            """),
        new("budget", "专项费用", "Special fees",
            ("每行一项专项费用：15 日前申请下月预算，批准、发生、开票、付款后补填后重放（核销，M5.6.1）。日期与金额成对填写。",
            "One special fee a line: apply by the 15th for next month; fill in approval, spending, invoice and payment as they come, and drop it again. A day and its amount go together."),
            [
                new("系统编号 Chain", EntryForm.Text, Chains), new("申请编号 Number", EntryForm.Text), new("预算月份 Month", EntryForm.Day),
                new("促销编号 Promotion", EntryForm.Text), new("用途 Purpose", EntryForm.Text), new("申请日 Applied", EntryForm.Day),
                new("申请金额 Applied RMB"), new("批准日 Approved", EntryForm.Day), new("批准金额 Approved RMB"),
                new("发生日 Spent", EntryForm.Day), new("实际金额 Spent RMB"), new("发票号 Invoice", EntryForm.Text),
                new("开票日 Invoiced", EntryForm.Day), new("开票金额 Invoiced RMB"), new("付款日 Paid", EntryForm.Day),
                new("付款金额 Paid RMB"),
            ],
            """
            select chain_id, fee_number, month, promotion_id, purpose, applied_on, applied_amount, approved_on, approved_amount, spent_on,
                spent_amount, invoice_number, invoiced_on, invoiced_amount, paid_on, paid_amount
            from mart.special_fee_claim where paid_on is null order by month, chain_id, fee_number
            """),
        new("plans", "改进计划", "Plans of improvement",
            ("列出上月系统、区域后 {ranking.bottom_count} 名的门店与单品（M6.1.6）：填写计划、负责人（工号）、期限；完成后补填完成日与结果后重放。没有计划的行不读入。",
            "Outlets and items among the last {ranking.bottom_count} of last month: fill in plan, owner (person id) and day; later the day it was done and its result. Lines without a plan are not read."),
            [
                new("对象 Kind", EntryForm.Text), new("系统编号 Chain", EntryForm.Text, Chains), new("区域 Region", EntryForm.Text),
                new("门店编号 Store", EntryForm.Text), new("产品编号 Product", EntryForm.Text), new("名称 Name", EntryForm.Text),
                new("连续月数 Months"), new("排名月份 Month", EntryForm.Day), new("计划 Plan", EntryForm.Text), new("负责人 Owner", EntryForm.Text),
                new("期限 Due", EntryForm.Day), new("完成日 Done", EntryForm.Day), new("结果 Result", EntryForm.Text),
            ],
            """
            select case plan.kind when 'outlet' then '门店 outlet' else '单品 item' end, nullif(plan.chain_id, ''),
                case plan.kind when 'item' then nullif(plan.region, '') end, nullif(plan.store_id, ''), nullif(plan.product_id, ''),
                coalesce(shop.store_name, product.name), plan.months_in_bottom, plan.month, plan.plan_text, plan.owner, plan.due_on,
                plan.done_on, plan.result
            from mart.improvement_plan as plan
            left join mart.store_representative as shop using (chain_id, store_id)
            left join core.product as product on product.product_id = plan.product_id
                and core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            where plan.state <> 'done'
            order by plan.kind desc, plan.chain_id, plan.region, plan.store_id, plan.product_id
            """),
        new("surveys", "店内调查", "Surveys of competitors and stores",
            ("5 日前填报上月：竞品价格与月销售额、店内促销、商品与赠品库存。列出各店及上次填过的名称；填写月份（当月 1 日）的行才读入。填报人填工号。",
            "By the 5th for last month: competitors' prices and sales, promotions, stock of goods and gifts. Lists each store with what was written last; only lines with a month (its first day) are read."),
            [
                new("业务代表 Representative", EntryForm.Text), new("系统编号 Chain", EntryForm.Text, Chains), new("门店编号 Store", EntryForm.Text),
                new("门店 Store name", EntryForm.Text), new("月份 Month", EntryForm.Day),
                new("种类 Kind", "", null, "竞品 competitor", "促销 promotion", "商品库存 our stock", "赠品库存 gift"),
                new("名称 Name", EntryForm.Text), new("我方产品 Our product", EntryForm.Text), new("填报人 Person", EntryForm.Text),
                new("零售价 Price"), new("库存数量 Stock"), new("竞品月销售额 Sales RMB"), new("说明 Note", EntryForm.Text),
            ],
            """
            select person.name, shop.chain_id, shop.store_id, shop.store_name, null,
                case last.kind when 'competitor' then '竞品 competitor' when 'promotion' then '促销 promotion'
                    when 'own_stock' then '商品库存 our stock' when 'gift' then '赠品库存 gift' end,
                last.name, nullif(last.product_id, ''), shop.representative_id
            from mart.store_representative as shop
            left join core.person as person on person.person_id = shop.representative_id
                and core.is_known(person.arrived_at, person.recorded_at, person.superseded_at, person.superseded_recorded_at)
            left join (
                select distinct chain_id, store_id, kind, name, product_id from mart.store_survey where kind <> 'promotion') as last
                using (chain_id, store_id)
            order by person.name, shop.chain_id, shop.store_id, last.kind, last.name
            """),
        new("summaries", "工作总结", "Summaries of the month's work",
            ("5 日前每人一行：上月销售额（含税）、回款额、竞品动态、总结；填写月份（当月 1 日）的行才读入。",
            "One line a person by the 5th: last month's sales with VAT, money received, competitors, summary; only lines with a month (its first day) are read."),
            [
                new("工号 Person", EntryForm.Text), new("姓名 Name", EntryForm.Text), new("月份 Month", EntryForm.Day),
                new("销售额 Sales RMB"), new("回款额 Received RMB"), new("竞品动态 Competitors", EntryForm.Text),
                new("总结 Summary", EntryForm.Text),
            ],
            """
            select distinct person.person_id, person.name
            from core.responsibility as held
            join core.person as person on person.person_id = held.person_id
                and core.is_known(person.arrived_at, person.recorded_at, person.superseded_at, person.superseded_recorded_at)
            where held.role in ('representative', 'supervisor', 'city_manager', 'region_manager')
                and core.as_of() between held.valid_from and held.valid_to
                and core.is_known(held.arrived_at, held.recorded_at, held.superseded_at, held.superseded_recorded_at)
            order by person.person_id
            """),
        new("shipments", "大仓配送", "Shipments of warehouses",
            ("系统不提供配送数据时用：列出近 14 天到大仓而未配齐的订单行；填写配送日期、配送单号、数量的行才读入。到店数量没有签收数的留空。",
            "Where a portal does not tell: lists the order lines of 14 days that lie in warehouses; only lines with a day sent are read, with note and quantity. Leave arrived empty where nobody signed."),
            [
                new("系统编号 Chain", EntryForm.Text, Chains), new("大仓 Warehouse", EntryForm.Text), new("门店编号 Store", EntryForm.Text),
                new("门店 Name", EntryForm.Text), new("订单号 Order", EntryForm.Text), new("产品编号 Product", EntryForm.Text),
                new("品名 Item", EntryForm.Text), new("大仓收货日 At the warehouse", EntryForm.Day), new("大仓收货数量 Reached the warehouse"),
                new("配送单号 Note", EntryForm.Text), new("配送日期 Sent on", EntryForm.Day), new("配送数量 Sent"), new("到店数量 Arrived"),
            ],
            """
            select place.chain_id, place.warehouse, place.store_id, place.name, nullif(line.order_number, ''), line.product_id, product.name,
                min(line.received_on), sum(line.received_quantity) - coalesce(min(sent.quantity), 0)
            from core.store as place
            join core.delivery_line as line on line.chain_id = place.chain_id and line.store_id = place.store_id and line.kind = 'delivery'
                and line.received_on between core.as_of() - 14 and core.as_of()
                and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
            left join core.product as product on product.product_id = line.product_id
                and core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            left join lateral (
                select sum(shipment.sent_quantity) as quantity from core.warehouse_shipment as shipment
                where shipment.chain_id = place.chain_id and shipment.store_id = place.store_id and shipment.product_id = line.product_id
                    and shipment.order_number = line.order_number
                    and core.is_known(shipment.arrived_at, shipment.recorded_at, shipment.superseded_at, shipment.superseded_recorded_at))
                as sent on true
            where place.delivery_mode = 'warehouse' and core.as_of() between place.valid_from and place.valid_to
                and core.is_known(place.arrived_at, place.recorded_at, place.superseded_at, place.superseded_recorded_at)
            group by place.chain_id, place.warehouse, place.store_id, place.name, line.order_number, line.product_id, product.name
            having sum(line.received_quantity) > coalesce(min(sent.quantity), 0)
            order by place.chain_id, place.warehouse, place.store_id, min(line.received_on), line.order_number, line.product_id
            """),
        new("inspections", "巡店", "Store inspections",
            ("列出各店及在售单品：填写巡店日期的行才读入。产品为空的行记门店：在岗导购、物料、赠品、竞品整架平均陈列面。巡店人填工号；没看的留空，堆头没有填 0。陈列费用与区域标准按月、元填在门店行（M6.3.4）。",
            "Lists stores with their items on sale; only lines with a date are read. The line without a product is about the store: promoters, material, gifts, the competitor's average faces. Leave empty what was not looked at; 0 is no stack. Display cost and the region's standard, RMB a month, on the line of the store."),
            [
                new("业务代表 Representative", EntryForm.Text), new("系统编号 Chain", EntryForm.Text, Chains), new("门店编号 Store", EntryForm.Text),
                new("门店 Name", EntryForm.Text), new("巡店日期 Date", EntryForm.Day), new("巡店人 Inspector", EntryForm.Text),
                new("产品编号 Product", EntryForm.Text) { IsOnEachPage = true }, new("品名 Item", EntryForm.Text) { IsOnEachPage = true },
                new("陈列面 Faces"), new("每面包数 Depth"),
                new("竞品陈列面 Competitor"), new("堆头箱数 Stack cases"), new("堆头已批 Smaller approved", "", null, "是", "否"), new("货架价 Shelf price"),
                new("最早生产日期 Produced", EntryForm.Day), new("破损包数 Damaged packs"), new("污损箱数 Defaced cases"),
                new("陈列 Display", "", null, "饱满 full", "不饱满 not full", "空缺 empty"),
                new("原因 Cause", "", null, "业务 representative", "导购 promoter", "经销商 dealer"), new("在岗导购 Promoters"),
                new("物料 Material", "", null, "完好 good", "脏污 dirty", "过期 out of date", "破损 damaged", "不符 unfitting"),
                new("赠品 Gifts", "", null, "已陈列 shown", "未陈列 not shown", "未告知 not announced"), new("照片 Photos", EntryForm.Text), new("陈列费用 Display cost"),
                new("区域标准 Standard"),
            ],
            """
            select person.name, shop.chain_id, shop.store_id, shop.store_name, null, null, item.product_id, product.name
            from mart.store_representative as shop
            left join core.person as person on person.person_id = shop.representative_id
                and core.is_known(person.arrived_at, person.recorded_at, person.superseded_at, person.superseded_recorded_at)
            cross join lateral (
                select null as product_id
                union all
                select sold.product_id from mart.item_on_sale as sold
                where sold.chain_id = shop.chain_id and sold.store_id = shop.store_id) as item
            left join core.product as product on product.product_id = item.product_id
                and core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            order by person.name, shop.chain_id, shop.store_id, item.product_id nulls first
            """),
    ];

    /// <summary>Name of the file of a day.</summary>
    public string FileName(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Title}_{day:yyyyMMdd}.xlsx");

    /// <summary>Writes it.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="producedAt">When it is made.</param>
    /// <param name="target">Where to.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many lines it comes with.</returns>
    public async Task<int> SaveAsync(NpgsqlConnection connection, DateTimeOffset producedAt, Stream target, CancellationToken ct)
    {
        var chains = (await connection.QueryAsync<(string Id, string Name)>(new CommandDefinition(
            "select chain_id, name from core.chain where chain_id <> '' order by chain_id", cancellationToken: ct))).ToList();
        List<object?[]> known = [];
        await using (var command = new NpgsqlCommand(Known, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                known.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null
                    : Columns[i].Format == EntryForm.Day ? reader.GetFieldValue<DateOnly>(i) : reader.GetValue(i))]);
            }
        }

        var rules = await RuleWords.LoadAsync(connection, ct);
        var workbook = new ReportWorkbook($"{Title} {TitleEn}", producedAt);
        EntryForm.Write(workbook, Title, $"{Title} {TitleEn}", (rules.In(Notes.Chinese), rules.In(Notes.English)), Columns,
            [new(Chains, ["系统编号 Chain", "名称 Name"], [.. chains.Select(chain => new object?[] { chain.Id, chain.Name })])], known);
        await workbook.SaveAsync(target, ct);
        return known.Count;
    }
}
