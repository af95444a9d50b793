using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Profiles.Drafts;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Simulation.Files;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Profiles;

/// <summary>Files of chains that nobody has seen, as a stranger would hold them to the draft: what it says, and that the file reads as it
/// says.</summary>
public sealed class StrangerDraftTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-stranger-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Goods_and_fees_on_two_sheets_become_two_tables_and_the_fees_count_as_less_to_pay()
    {
        var (yaml, staged) = Read("诺达_对账单_202605A.xlsx", StrangerFiles.TwoSheets());
        Assert.Contains("""- sheet: "货款明细" """.TrimEnd(), yaml, StringComparison.Ordinal);
        Assert.Contains("period_to: {head: 账期, value: 2}", yaml, StringComparison.Ordinal);
        Assert.Contains("kind: {constant: deduction}  # CHECK", yaml, StringComparison.Ordinal);
        Assert.Contains("# Sheet 说明: no table was recognised; 2 rows, begins with: 本对账单由系统生成", yaml, StringComparison.Ordinal);
        Assert.Contains("# The lines add up to 326.24, as the statement says.", yaml, StringComparison.Ordinal);
        Assert.Equal(["goods 104.64", "goods 261.6", "deduction -20", "deduction -20"], staged["statement_line"]
            .Select(line => $"{line["kind"]} {line["amount"]}"));
        Assert.Equal(("ND-2605-1", "2026-05-01", "2026-05-15", "326.24"), Head(staged));
        Assert.Null(staged.Outcome.Finding);
    }

    [Fact]
    public void English_headers_with_marks_and_tax_words_are_known_and_cartons_are_cases()
    {
        var (yaml, staged) = Read("Norda_PO_20260506.csv", Encoding.UTF8.GetBytes(
            "Norda Retail Purchase Order\nPO Number,Store Code,Item Code,EAN,Description,Order Date,Requested Delivery Date,Case Pack,Qty (CTN),Unit Price incl. VAT,Line Amount incl. VAT\n"
            + "PO1001,S01,880011,6901234567892,Milk,06/05/2026,08/05/2026,24,2,2.18,104.64\nPO1001,S01,880022,6901234567908,Milk L,06/05/2026,13/05/2026,12,3,8.72,313.92\nTotal,,,,,,,,5,,418.56\n"));
        Assert.Contains("prices: including\n", yaml, StringComparison.Ordinal);
        Assert.Contains("# Not used: Description = Milk", yaml, StringComparison.Ordinal);
        Assert.Equal(["PO1001 S01 880011 2  24 2.18", "PO1001 S01 880022 3  12 8.72"], staged["order_line"].Select(line =>
            $"{line["order_number"]} {line["store_id"]} {line["item_number"]} {line["cases"]} {line["units"]} {line["row_pack_size"]} {line["unit_price"]}"));
    }

    [Theory]
    [InlineData("单位,数量,装箱数\n", "箱,2,24\n", "箱,3,12\n", "2 ,3 ", "cases: 数量  # CHECK 单位 says 箱: cases")]
    [InlineData("单位,数量,装箱数\n", "箱,2,24\n", "瓶,30,12\n", "2 , 30", "units: 数量  # CHECK 单位 says 箱, 瓶")]
    [InlineData("箱数,数量,装箱数\n", "2,48,24\n", "3,36,12\n", " 48, 36",
        "# Not used: 箱数 = 2  # CHECK times 装箱数 it is 数量: the same quantity, read once")]
    [InlineData("数量,含税单价,装箱数,含税金额\n", "2,2.18,24,104.64\n", "3,8.72,12,313.92\n", "2 ,3 ",
        "cases: 数量  # CHECK times pack size and price it is the amount: cases")]
    [InlineData("数量,装箱数\n", "48,24\n", "36,12\n", " 48, 36", "units: 数量  # CHECK units or cases? it says 48 where a case holds 24")]
    public void Cases_and_sales_units_are_told_apart_and_no_quantity_counts_twice(string header, string first, string second,
        string quantities, string says)
    {
        var (yaml, staged) =
            Read("华联订货_20260506.csv", Portal.Gb18030("订单编号,门店编码,商品编码,订货日期,到货日期," + header + "HL1,0001,1001,2026-05-06,2026-05-08," + first
            + "HL1,0001,1002,2026-05-06,2026-05-08," + second));
        Assert.Contains(says, yaml, StringComparison.Ordinal);
        Assert.Equal(quantities, string.Join(',', staged["order_line"].Select(line => $"{line["cases"]} {line["units"]}")));
    }

    [Fact]
    public void File_without_a_header_row_is_read_by_place_and_every_field_is_to_be_checked()
    {
        var (yaml, staged) = Read("晨光_订单_20260506.txt", Encoding.UTF8.GetBytes(
            "CG20260001\tS01\t880011\t6901234567892\t2026-05-06\t2026-05-08\t48\t2.00\nCG20260001\tS01\t880022\t6901234567908\t2026-05-06\t2026-05-08\t36\t8.00\n"));
        Assert.Contains("header_rows: 0  # CHECK", yaml, StringComparison.Ordinal);
        Assert.Empty(FilePreview.Read(ProfileFile.Parse(yaml, "draft.yaml").Reports.Single(), Path.Combine(folder, "晨光_订单_20260506.txt"), 3,
            FileJudgement.Limits, Stopping).Unread);
        Assert.All(yaml.Split('\n').Where(line => line.Contains(": \"#", StringComparison.Ordinal)),
            line => Assert.Contains("# CHECK", line, StringComparison.Ordinal));
        Assert.Equal(["CG20260001 S01 880011 48", "CG20260001 S01 880022 36"], staged["order_line"]
            .Select(line => $"{line["order_number"]} {line["store_id"]} {line["item_number"]} {line["units"]}"));
    }

    [Fact]
    public void Stores_across_the_top_are_unpivoted_and_their_total_left_out()
    {
        var sheet = new Sheet("要货");
        sheet.Add("联盟要货单");
        sheet.Add("要货单号", "LM-0506", "要货日期", "2026-05-06", "到货日期", "2026-05-08");
        sheet.Add("商品编码", "商品名称", "01(徐汇店)", "02(静安店)", "03(浦东店)", "合计");
        sheet.Add("880011", "小纯", "24", "12", "", "36");
        sheet.Add("880022", "大纯", "12", "", "24", "36");
        var (yaml, staged) = Read("联盟要货_20260506.xls", Biff8File.Write(sheet));
        Assert.Contains("unpivot: {from: \"#3\", except: [合计]}  # CHECK", yaml, StringComparison.Ordinal);
        Assert.Equal(
            ["LM-0506 01 880011 24", "LM-0506 02 880011 12", "LM-0506 01 880022 12", "LM-0506 03 880022 24"],
            staged["order_line"].Select(line => $"{line["order_number"]} {line["store_id"]} {line["item_number"]} {line["units"]}"));
    }

    [Fact]
    public void Returns_and_deductions_without_their_sign_are_signed_so_that_the_lines_come_to_what_is_paid()
    {
        var (yaml, staged) = Read("福满_结算单_202605.xls", Portal.Gb18030(
            "<html><meta charset=gb2312><table><tr><td>福满超市结算单<tr><td>结算单号：FM-01<td>供应商代码：F-3307<td>结算期间：2026年05月01日至2026年05月15日<td>应付金额：321.60</table><table>"
            + Portal.Html("类型,单据号,门店,商品编码,数量,含税单价,价税合计,费用名称", "进货,SH1,01,1001,120,3.18,381.60,", "退货,TH1,01,1001,10,3.00,30.00,",
            "费用,,,,,,30.00,促销费") + "</table></html>"));
        Assert.Contains("# The lines add up to 321.60, as the statement says.", yaml, StringComparison.Ordinal);
        Assert.Equal(["goods 120 381.60", "return -10 -30.00", "deduction  -30.00"], staged["statement_line"]
            .Select(line => $"{line["kind"]} {line["units"]} {line["amount"]}"));
    }

    [Fact]
    public void Receipts_below_nought_are_returns_in_their_absolute_quantity()
    {
        var (yaml, staged) = Read("Norda_GRN_20260508.csv", Encoding.UTF8.GetBytes(
            "Receipt No,PO Number,Store,SKU,Receipt Date,Received Qty,UOM\nGR1,PO1001,S01,880011,08/05/2026,48,EA\nGR2,,S01,880022,18/05/2026,-6,EA\n"));
        Assert.Contains("kind: {constant: return}  # CHECK rows below 0 are read as returns", yaml, StringComparison.Ordinal);
        Assert.Equal(["delivery GR1 48", "return GR2 6"], staged["delivery_line"]
            .Select(line => $"{line["kind"]} {line["delivery_number"]} {line["received_units"]}"));
    }

    [Fact]
    public void Sums_below_the_rows_are_no_data_whatever_they_are_called()
    {
        var (yaml, staged) = Read("st_1.csv", Encoding.UTF8.GetBytes(
            "Norda Retail - Supplier Settlement Statement\nStatement No,ND-1,Supplier,NS-20871\nPeriod,01/10/2026,15/10/2026\nLine Type,Receipt,Store,Item,Qty,Amount\n"
            + "GOODS,R1,01,880011,5,10.00\nGOODS,R2,01,880011,5,10.00\nINVOICEABLE,,,Amount to be invoiced,,20.00\nPAYABLE,,,Net payable,,20.00\n"));
        Assert.Contains("skip: {Line Type: [INVOICEABLE]}  # CHECK", yaml, StringComparison.Ordinal);
        Assert.Equal(("ND-1", "2026-10-01", "2026-10-15", "20.00"), Head(staged));
        Assert.Equal(2, staged["statement_line"].Count);
    }

    [Fact]
    public void Goods_and_fees_below_each_other_are_two_tables_and_their_subtotals_no_rows()
    {
        var (yaml, staged) = Read("百联对账单_202605.csv", Portal.Gb18030(
            "百联集团供应商结算明细\n结算单号：BL-202605,,供应商编码：800123,,\n账期：,2026/5/1,2026/5/31,,\n应付金额：,350.00,,,\n一、货款\n入库单号,门店编码,商品编码,数量,含税金额\n"
            + "RK1,B01,10001,10,200.00\nRK2,B01,10002,20,200.00\n小计,,,30,400.00\n二、费用\n费用名称,扣款方式,费用金额\n促销费,账扣,30.00\n仓储费,票扣,20.00\n小计,,50.00\n"));
        Assert.Contains("# The lines add up to 350.00, as the statement says.", yaml, StringComparison.Ordinal);
        Assert.Equal(["goods 200.00", "goods 200.00", "deduction -30.00", "deduction -20.00"], staged["statement_line"]
            .Select(line => $"{line["kind"]} {line["amount"]}"));
    }

    [Fact]
    public void Days_across_the_top_are_unpivoted_too()
    {
        var path = Write("周订货_20260601.csv",
            Encoding.UTF8.GetBytes("订货单号,W1,门店编码,0105\n货号,品名,2026-06-01,2026-06-02,2026-06-03\n1001,小纯,10,0,5\n1002,大纯,4,6,\n"));
        var draft = ProfileDraft.Of(path, [], "new");
        Assert.Equal(["ordered_on"], draft.Open);
        Assert.Contains("requested_on: {unpivot: header}  # CHECK", draft.Yaml, StringComparison.Ordinal);
        Assert.Contains("store_id: {head: 门店编码}", draft.Yaml, StringComparison.Ordinal);
        var filled = ProfileDraft.Of(path, [], "new",
            new DraftChoices(new Dictionary<string, string> { [DraftChoices.Constant("ordered_on")] = "2026-05-30" }));
        var staged = StagedFile.Read(ProfileFile.Parse(filled.Yaml, "draft.yaml").Reports.Single(), path);
        Assert.Equal(["1001 2026-06-01 10", "1001 2026-06-03 5", "1002 2026-06-01 4", "1002 2026-06-02 6"], staged["order_line"]
            .Where(line => line["units"] != "0")
            .Select(line => $"{line["item_number"]} {line["requested_on"]} {line["units"]}"));
    }

    [Theory]
    [InlineData("收货单_HF1.txt", "单号;日期;门店;条码;实收数量\nRK1;2026-06-09;S01;6901234567892;5\n", "delivery_number: 单号")]
    [InlineData("结算_AC1.csv", "Receipt No.,Store #,SKU,Qty,Amount (incl. VAT),Charge Date\nR1,S1,70001,10,200.00,2026-10-01\n",
        "store_id: \"Store #\"")]
    [InlineData("大润超市PO-0612.csv", "订单号,门店,品号,\"订购量\n(箱)\",箱入数,订购日,交货日\nPO9,101 人民店,8801,3,12,2026-06-12,2026-06-15\n",
        "cases: \"订购量\\n(箱)\"")]
    public void Headers_as_portals_write_them_are_known(string name, string content, string says) =>
        Assert.Contains(says, Draft(name, Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void Two_columns_of_one_meaning_are_said_aloud_and_a_hidden_sheet_is_named()
    {
        var yaml = Draft("a_订单_1.csv", Encoding.UTF8.GetBytes("订单号,PO Number,门店,货号,订货日期,到货日期,数量\nA1,B1,S1,1001,2026-05-01,2026-05-03,5\n"));
        Assert.Contains("# Not used: PO Number = B1  # CHECK also looks like order_number", yaml, StringComparison.Ordinal);
        Assert.Contains("# CHECK looks like units, but its values do not",
            Draft("b_订单_1.csv", Encoding.UTF8.GetBytes("订单号,门店,货号,订货日期,到货日期,数量\nA1,S1,1001,2026-05-01,2026-05-03,five\n")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_wins_over_the_draft_and_the_column_that_had_the_field_is_left_out()
    {
        var path = Write("a_订单_1.csv", Encoding.UTF8.GetBytes("订单号,PO Number,门店,货号,订货日期,到货日期,数量\nA1,B1,S1,1001,2026-05-01,2026-05-03,5\n"));
        var drafted = ProfileDraft.Of(path, [], "new");
        var answers = drafted.Tables[0].Columns.ToDictionary(column => column.Question, column => column.Field ?? DraftChoices.Nothing);
        Assert.Equal(drafted.Yaml, ProfileDraft.Of(path, [], "new", new DraftChoices(answers)).Yaml);
        answers[drafted.Tables[0].Columns[1].Question] = "order_number";
        var chosen = ProfileDraft.Of(path, [], "new", new DraftChoices(answers));
        Assert.Contains("order_number: PO Number\n", chosen.Yaml.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("ignore: [订单号]", chosen.Yaml, StringComparison.Ordinal);
        answers[drafted.Tables[0].Columns[2].Question] = "order_number";
        Assert.Equal(["order_number"], ProfileDraft.Of(path, [], "new", new DraftChoices(answers)).Twice);
    }

    [Theory]
    [InlineData("订单号\": {x: [\"#", "a: b # c")]
    [InlineData("订单,号", "{constant: x}")]
    [InlineData("订单'号%", "- x\"\\")]
    public void Hostile_headers_and_values_stay_texts(string header, string value)
    {
        var yaml = Draft("h_订单_1.csv",
            Encoding.UTF8.GetBytes(
            $"订单号,门店,货号,订货日期,到货日期,数量,\"{header.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\nA1,S1,1001,2026-05-01,2026-05-03,5,\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
        Assert.Contains(header, ProfileFile.Parse(yaml, "h.yaml").Reports[0].Ignore);
    }

    [Fact]
    public void A_check_shows_rows_of_every_kind_and_the_numbers_that_are_not_read_per_sheet()
    {
        var goods = string.Concat(Enumerable.Range(1, 400).Select(n => $"R{n},01,880011,1,1.00,,0.09\n"));
        var path = Write("Norda_Statement_ND-1.csv", Encoding.UTF8.GetBytes(
            $"Statement No,ND-1,Supplier,NS-20871\nPeriod,01/05/2026,15/05/2026\nNet payable,380.00\nReceipt No,Store,Item,Qty,Amount incl. VAT,Charge,Levy\n{goods},,,,-20.00,Promotion fee,\nTotal,,,,380.00,,36.00\n"));
        var preview = FilePreview.Read(ProfileFile.Parse(ProfileDraft.Of(path, [], "new").Yaml, "draft.yaml").Reports.Single(), path, 3,
            FileJudgement.Limits, Stopping);
        Assert.Equal(["goods R1", "goods R2", "goods R3", "deduction Promotion fee"], preview.First["statement_line"]
            .Select(line => $"{line["kind"]} {line["delivery_number"]}{line["fee_text"]}"));
        Assert.Equal([new UnreadNumbers("", "Levy", 400, 36.00m)], preview.Unread);

        var workbook = Write("诺达_对账单_202605A.xlsx", StrangerFiles.TwoSheets());
        var drafted = ProfileDraft.Of(workbook, [], "new");
        var without =
            ProfileDraft.Of(workbook, [], "new",
            new DraftChoices(new Dictionary<string, string> { [drafted.Tables[1].Question] = DraftChoices.Nothing }));
        Assert.Contains("# CHECK left out: the table on sheet 费用明细, 2 rows: 序号 = 1; 费用项目 = 促销服务费; 扣款方式 = 账扣; 扣款金额 = 20", without.Yaml,
            StringComparison.Ordinal);
        Assert.Contains("# CHECK the lines add up to 366.24, the statement says 326.24", without.Yaml, StringComparison.Ordinal);
        var alone = FilePreview.Read(ProfileFile.Parse(without.Yaml, "draft.yaml").Reports.Single(), workbook, 3, FileJudgement.Limits,
            Stopping);
        Assert.Equal([("费用明细", 2, 40m)], alone.Unread.Select(one => (one.Sheet, one.Rows, one.Sum)));
    }

    private static (string?, string?, string?, string?) Head(StagedFile staged) =>
        staged["statement"].Single() is var head
        ? (head["statement_number"], head["period_from"], head["period_to"], head["stated_payable"]) : default;

    private (string Yaml, StagedFile Staged) Read(string name, byte[] content)
    {
        var yaml = Draft(name, content);
        Assert.DoesNotContain("???", yaml, StringComparison.Ordinal);
        var staged = StagedFile.Read(ProfileFile.Parse(yaml, "draft.yaml").Reports.Single(), Path.Combine(folder, name));
        Assert.Equal(ReadState.Read, staged.Outcome.State);
        Assert.Empty(staged.Outcome.Rejected);
        return (yaml, staged);
    }

    private string Draft(string name, byte[] content) => ProfileDraft.Of(Write(name, content), [], "new").Yaml.ReplaceLineEndings("\n");

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
