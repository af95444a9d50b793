using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Profiles.Drafts;
using KaPipeline.Simulation.Files;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Profiles;

/// <summary>A chain that the product has never seen, in layouts of its own, goes from its first files to the reconciliation by a profile
/// alone.</summary>
public sealed class OnboardingTests
{
    private const string Clock = "set ka.as_of = '2026-06-05'; set ka.known_at = '2099-01-01'; set ka.knowledge = 'arrived'; ";

    internal const string Orders =
        "华宇商业集团 采购订单\n供应商编码：200561\t打印日期：2026/5/6\n采购单号\t收货门店\t商品编码\t商品名称\t订货日期\t要求到货日\t箱入数\t订货箱数\t含税进价\n"
        + "HY0001\t01(上海徐汇店)\t880011\t小纯\t2026/5/6\t2026/5/8\t24\t2\t2.1800\nHY0001\t01(上海徐汇店)\t880022\t大纯\t2026/5/6\t2026/5/8\t12\t3\t8.7200\n合计\t\t\t\t\t\t\t5\t\n";

    internal const string Deliveries =
        "收货单号\t采购单号\t收货门店\t商品编码\t收货日期\t收货数量\nSH0001\tHY0001\t01(上海徐汇店)\t880011\t2026/5/8\t48\nSH0001\tHY0001\t01(上海徐汇店)\t880022\t2026/5/8\t30\n";

    internal const string Statement =
        "华宇商业集团 供应商对账单\n对账单号：HY-2605-A\t供应商编码：200561\t账单日：2026/5/17\n结算期间：2026/5/1至2026/5/15\t应付总额：346.24\n"
        + "序号\t业务类型\t单据号\t门店\t商品编码\t结算数量\t不含税单价\t税率\t价税合计\t费用名称\t扣款方式\n"
        + "1\t验收\tSH0001\t01(上海徐汇店)\t880011\t48\t2.0000\t9\t104.64\t\t\n2\t验收\tSH0001\t01(上海徐汇店)\t880022\t30\t8.0000\t9\t261.60\t\t\n"
        + "3\t费用\t\t\t\t\t\t0\t-20.00\t促销服务费\t账扣\n合计\t\t\t\t\t\t\t\t346.24\t\t\n";

    [Fact]
    public async Task A_file_never_seen_before_in_a_new_layout_is_onboarded_by_a_profile_alone()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var orders = Path.Combine(Directory.CreateDirectory(Path.Combine(world.Folder, "in")).FullName, "华宇_采购订单_20260506.txt");
        var deliveries = Path.Combine(world.Folder, "in", "华宇_收货_20260508.txt");
        await File.WriteAllTextAsync(orders, Orders, Stopping);
        var statement = Path.Combine(world.Folder, "in", "华宇_对账单_202605A.txt");
        await File.WriteAllTextAsync(deliveries, Deliveries, Stopping);
        await File.WriteAllTextAsync(statement, Statement, Stopping);
        await using (var connection = await world.Warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            // What is late is told by working days.
            await WorkingCalendar.Load(Path.Combine(Infrastructure.Repository.Root, "config")).SyncAsync(connection, Stopping);
        }

        // The draft of the orders, completed with a name; the reports drafted from the receipts and the statement are put below it.
        var profile = ProfileDraft.Of(orders, [], "huayu").Yaml.Replace("name: 新系统", "name: 华宇商业", StringComparison.Ordinal)
            .Replace("name_en: New chain", "name_en: Huayu", StringComparison.Ordinal);
        profile += ReportOf(deliveries, "deliveries") + ReportOf(statement, "statements");
        Assert.DoesNotContain("???", profile, StringComparison.Ordinal);
        await world.AddAsync("chains/huayu.yaml", profile);
        var chain = world.Profiles.Find("huayu")!;

        // Checked without a trace: products and stores are unknown yet.
        var report = chain.Reports.Single(one => one.Name == "orders");
        var trial = await TrialLoad.RunAsync(world.Warehouse.DataSource, orders, chain, report, FileJudgement.Limits, TimeProvider.System,
            Stopping);
        Assert.Equal((2L, 2L), (trial.Result.RowsIn, trial.Result.RowsQuarantined));
        Assert.Equal(0, await world.ScalarAsync<int>("select count(*) from ops.load where chain_id = 'huayu'"));

        // Loaded before its master data: the rows wait, and are taken in when stores and items arrive.
        await world.LoadAsync(orders, deliveries);
        Assert.Equal(4, (await world.QuarantinedRowsAsync()).Count);
        var products = await world.ListAsync("select distinct product_id from core.product order by 1 limit 2");
        await world.LoadAsync(
            world.Write("stores.csv",
            "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse\nhuayu,01,2026-01-01,,xuhui,sh,sh,,,,direct,,\n"),
            world.Write("chain_items.csv",
            $"chain_id,item_number,product_id,pack_size,listed_on,delisted_on\nhuayu,880011,{products[0]},,,\nhuayu,880022,{products[1]},,,\n"));
        Assert.Empty(await world.QuarantinedRowsAsync());

        // 36 units of the second product were ordered and 30 came.
        Assert.Equal(
            ["HY0001 36 30", "HY0001 48 48"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', order_number, ordered_quantity::float8, received_quantity::float8) from mart.reconciliation_line where chain_id = 'huayu'"));
        Assert.Equal(
            ["short_delivered HY0001 6 48.00"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', kind, order_number, quantity::float8, amount) from mart.reconciliation_break where chain_id = 'huayu' and family = 'service'"));

        // Its statement pays what came at the price of the order without VAT. The fee is taken as stated, not judged: the chain has no
        // contract yet.
        await world.LoadAsync(statement);
        Assert.Empty(await world.QuarantinedRowsAsync());
        Assert.Equal(
            ["HY-2605-A 366.24 346.24 346.24 0.00 0.00"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', statement_number, expected_goods, expected_payable, stated_payable, break_total, residual) from mart.statement_reconciliation where chain_id = 'huayu'"));
        Assert.Equal(["促销服务费 not_judged t"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', fee_text, verdict, needs_review) from mart.deduction_review where chain_id = 'huayu'"));
    }

    [Fact]
    public async Task Another_vocabulary_cases_vat_included_and_old_containers_are_drafted_whole_and_nothing_is_asked_twice()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var folder = Directory.CreateDirectory(Path.Combine(world.Folder, "in")).FullName;
        var (orders, receipts, statement) = (Path.Combine(folder, "惠丰采购单20260506.xls"), Path.Combine(folder, "惠丰入库20260512.txt"),
            Path.Combine(folder, "惠丰结算书HFJS-2605-1.xls"));
        await File.WriteAllBytesAsync(orders, HuifengOrders(), Stopping);
        await File.WriteAllBytesAsync(receipts, Portal.Gb18030(
            "入库凭证;来源采购;机构;品项代码;业务;入库日;实收瓶数\r\nRK0001;HF1;S01-惠丰一店;770011;入库;2026年05月08日;120\r\nRK0001;HF1;S01-惠丰一店;770012;入库;2026年05月08日;108\r\n总计;;;;;;228\r\n"), Stopping);
        await File.WriteAllBytesAsync(statement, Portal.Gb18030(
            "<meta charset=gb2312><table><tr><td colspan=5>惠丰连锁结算书<tr><td>结算书编号：HFJS-2605-1<td>供货商代号：HF-3307<td>结算期：2026年05月01日～2026年05月15日<td>出具：2026年05月18日<tr><td>应付净额：<td>1,203.36<td>可开票额：<td>1,203.36"
            + Portal.Html("类别,入库凭证,机构,品项代码,结算数,含税单价,税率,含税额,费用说明,扣除方式", "货款,RK0001,S01-惠丰一店,770011,120,2.18,9%,261.60,,",
            "货款,RK0001,S01-惠丰一店,770012,108,8.72,9%,941.76,,", "合计,,,,,,,1203.36,,") + "</table>"), Stopping);

        // One question remains: whether statements state prices with VAT, which an order does not tell.
        var profile = ProfileDraft.Of(orders, [], "huifeng").Yaml.Replace("statement_basis: excluding", "statement_basis: including",
            StringComparison.Ordinal);
        foreach (var next in new[] { receipts, statement })
        {
            profile += ProfileDraft.Of(next, [ProfileFile.Parse(profile, "huifeng.yaml")], "huifeng").Yaml;
        }

        Assert.DoesNotContain("???", profile, StringComparison.Ordinal);
        Assert.Equal(1, profile.Split("accounts:").Length - 1);
        await world.AddAsync("chains/huifeng.yaml", profile);
        var products = await world.ListAsync("select distinct product_id from core.product order by 1 limit 2");
        await world.LoadAsync(
            world.Write("stores.csv",
            "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse\nhuifeng,S01,2026-01-01,,x,sh,sh,,,,direct,,\n"),
            world.Write("chain_items.csv",
            $"chain_id,item_number,product_id,pack_size,listed_on,delisted_on\nhuifeng,770011,{products[0]},,,\nhuifeng,770012,{products[1]},,,\n"));
        await world.LoadAsync(orders, receipts, statement);

        Assert.Empty(await world.QuarantinedRowsAsync());
        Assert.Equal(
            ["HF1 120 120 including 2.18", "HF1 120 108 including 8.72"],
            (await world.ListAsync(Clock
            + "select concat_ws(' ', order_number, ordered_quantity::float8, received_quantity::float8, printed_basis, printed_price::float8) from mart.reconciliation_line join core.order_line using (chain_id, order_number, store_id, product_id, ordered_quantity) where chain_id = 'huifeng'")).OrderBy(line => line[^4..], StringComparer.Ordinal));
        Assert.Equal(
            ["HFJS-2605-1 1203.36 1203.36 0.00 0.00"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', statement_number, expected_payable, stated_payable, break_total, residual) from mart.statement_reconciliation where chain_id = 'huifeng'"));
    }

    private static byte[] HuifengOrders()
    {
        var sheet = new Sheet("po");
        sheet.Add("惠丰连锁 采购通知单");
        sheet.Add("供货商代号：HF-3307", "", "", "打印：2026年05月06日");
        sheet.Add("采购凭证", "收货机构", "品项代码", "国际码", "品项名称", "开单日", "限交日", "每箱", "要货箱数", "含税箱价", "含税小计");
        sheet.Add("HF1", "S01-惠丰一店", "770011", "", "小纯", "2026年05月06日", "2026年05月08日", "24", "5", "52.32", "261.60");
        sheet.Add("HF1", "S01-惠丰一店", "770012", "", "大纯", "2026年05月06日", "2026年05月08日", "12", "10", "104.64", "1,046.40");
        sheet.Add("合 计", "", "", "", "", "", "", "", "15", "", "1,308.00");
        sheet.Add("制单：王", "", "", "审核：李");
        return Biff8File.Write(sheet);
    }

    private static string ReportOf(string path, string report)
    {
        var draft = ProfileDraft.Of(path, [], "huayu").Yaml;
        Assert.Contains("dates: yyyy/M/d\n", draft.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        return draft[draft.IndexOf($"  {report}:", StringComparison.Ordinal)..];
    }
}
