using System.Text;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>What portals and spreadsheets do to codes and numbers: such a code equals the plain one, or its row is set aside; it is never
/// another document.</summary>
public sealed class CodeKindTests
{
    [Theory]
    [InlineData("PO1\u200E"), InlineData("\u202DPO1\u202C"), InlineData("\u2060PO1"), InlineData("P\u00ADO1"), InlineData("PO\u200B1"),
        InlineData("P\u200CO1")]
    [InlineData("\uFEFFPO1"), InlineData("PO\uFEFF1"), InlineData("\u2002PO1\u2003"), InlineData("PO\u30001"), InlineData("PO\u00A01"),
        InlineData("PO\u202F1")]
    [InlineData("PO1\uFE0F"), InlineData("\u3164PO1"), InlineData("PO\u034F1"), InlineData("PO1\u2066\u2069"), InlineData("PO 1"),
        InlineData("ＰＯ１"), InlineData("PO1\uE5E5"), InlineData("PO\uE5E51")]
    public void Invisible_characters_and_unicode_blanks_in_a_code_say_nothing(string code) =>
        Assert.Equal(["PO1"], Orders(code).Values("order_number"));

    [Theory]
    [InlineData("PO–1"), InlineData("PO−1"), InlineData("PO‑1"), InlineData("PO—1")]
    public void Every_dash_in_a_code_is_a_hyphen(string code) => Assert.Equal(["PO-1"], Orders(code).Values("order_number"));

    [Theory]
    [InlineData("5015　上海店"), InlineData("5015\u00A0上海店"), InlineData("\u200E5015\u2003上海店")]
    public void Unicode_blanks_part_the_words_of_a_composite_cell(string cell)
    {
        var report = Portal.Report("", """
            - into: order_line
              fields: {order_number: 订单号, store_id: {column: 门店, take: word 1}, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}
            """);
        Assert.Equal(["5015"], report.Read($"{Portal.Columns}\nPO1,{cell},1,2026-05-01,24\n").Values("store_id"));
    }

    [Theory]
    [InlineData("类型\u200E", "采购\u200E"), InlineData("类型", "\u00A0采购")]
    public void Invisible_characters_in_headers_and_words_say_nothing(string header, string word) =>
        Assert.Equal(["PO1"], Portal.Orders(rows: "  when: {类型: 采购}").Read($"{Portal.Columns},{header}\n{Portal.Row},{word}\n")
        .Values("order_number"));

    // A return that is told by its number alone stayed a delivery where the portal wrote TH in full width.
    [Theory]
    [InlineData("TH260512"), InlineData("ＴＨ260512"), InlineData("th260512"), InlineData("T H260512"), InlineData("ｔｈ260512")]
    public void The_chains_words_are_known_in_every_spelling(string number)
    {
        var report = Portal.Report("", """
            - into: delivery_line
              when: {单号: {starts: TH}}
              fields: {delivery_number: 单号, kind: {column: 单号, take: first 2, values: {TH: return}, otherwise: delivery}, store_id: 门店, item_number: 货号, received_on: 日期, shipped_units: 数量, received_units: 数量}
            """);
        Assert.Equal(["return"], report.Read($"单号,门店,货号,日期,数量\n{number},S01,1,2026-05-01,24\n").Values("kind", "delivery_line"));
    }

    [Theory]
    [InlineData("manual"), InlineData("Manual"), InlineData("ＭＡＮＵＡＬ")]
    public void A_word_of_the_warehouse_is_kept_as_the_warehouse_writes_it(string word) =>
        Assert.Equal(["manual"], Portal.Orders(fields: "origin: 来源").Read($"{Portal.Columns},来源\n{Portal.Row},{word}\n").Values("origin"));

    [Theory]
    [InlineData("4.02260501001E11", "402260501001")]
    [InlineData("4.02260501001e11", "402260501001")]
    [InlineData("4.02260501001E+11", "402260501001")]
    [InlineData("2.0817706E7", "20817706")]
    [InlineData("2.081775E7", "20817750")]
    [InlineData("402260501001.0", "402260501001")]
    public void A_number_printed_by_java_or_dotnet_is_the_code_again(string cell, string code) =>
        Assert.Equal([code], Orders(cell).Values("order_number"));

    [Theory]
    [InlineData("4.0226E11"), InlineData("4.0226E+11"), InlineData("4.02260501001E-3"), InlineData("\"402,260,501,001\""),
        InlineData("\"402 ,260\"")]
    public void A_printed_number_that_is_no_longer_certain_is_set_aside(string cell) =>
        Assert.Equal(RejectionRule.LostDigits, Orders(cell).Outcome.Rejected.Single().Rule);

    [Theory]
    [InlineData("=\"PO1\""), InlineData("\"=\"\"PO1\"\"\""), InlineData("'PO1"), InlineData("`PO1"), InlineData("‘PO1"), InlineData("’PO1"),
        InlineData("'PO1'")]
    [InlineData("\"\"\"PO1\"\"\""), InlineData("“PO1”"), InlineData("=\"PO1\"\t"), InlineData("po1"), InlineData("Po1"),
        InlineData("=\"'PO1\""), InlineData("｀ＰＯ１"), InlineData("＝＂ＰＯ１＂")]
    [InlineData("「PO1」"), InlineData("『PO1』"), InlineData("PO1'"), InlineData("PO1’"), InlineData("PO1＇"), InlineData("PO1`")]
    public void Marks_that_make_text_of_a_code_and_its_letter_case_say_nothing(string cell) =>
        Assert.Equal(["PO1"], Orders(cell).Values("order_number"));

    [Fact]
    public void Letter_case_of_documents_is_kept_where_the_chain_says_so_and_that_of_items_always()
    {
        const string text = """
            chain: test
            name: 测试
            name_en: Test
            letter_case: keep
            reports:
              orders:
                files: ["*"]
                rows:
                  - into: order_line
                    fields: {order_number: 订单号, store_id: 门店, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}
            """;
        var keeps = KaPipeline.Ingestion.Profiles.ProfileFile.Parse(text, "test.yaml").Reports[0];
        Assert.Equal(["po1"], keeps.Read($"{Portal.Columns}\npo1,S01,ab1,2026-05-01,24\n").Values("order_number"));
        Assert.Equal(["ab1"], Portal.Orders().Read($"{Portal.Columns}\npo1,S01,ab1,2026-05-01,24\n").Values("item_number"));
    }

    [Theory]
    [InlineData("=A1&B1"), InlineData("\"=\"\"PO\"\"&\"\"1\"\"\"")]
    public void What_is_left_of_a_formula_is_no_code(string cell) =>
        Assert.Equal(RejectionRule.UnreadableText, Orders(cell).Outcome.Rejected.Single().Rule);

    [Theory]
    [InlineData("PO1①"), InlineData("PO1²"), InlineData("PO⑴"), InlineData("PO𝟏")]
    public void A_mark_of_a_footnote_is_no_digit_of_a_code(string cell) =>
        Assert.Equal(RejectionRule.UnreadableText, Orders(cell).Outcome.Rejected.Single().Rule);

    [Theory]
    [InlineData("−162.34", "-162.34"), InlineData("–162.34", "-162.34"), InlineData("－162.34", "-162.34"), InlineData("162.34−", "-162.34")]
    [InlineData("CNY 167.16", "167.16"), InlineData("RMB167.16", "167.16"), InlineData("￥-167.16", "-167.16"),
        InlineData("-¥167.16", "-167.16")]
    [InlineData("167.16元", "167.16"), InlineData("人民币 1,167.16", "1167.16"), InlineData("167.16 CNY", "167.16"),
        InlineData("CNY (167.16)", "-167.16")]
    [InlineData("'167.16", "167.16"), InlineData("=\"167.16\"", "167.16"), InlineData("167.16\u200E", "167.16"),
        InlineData("\u202D-5\u202C", "-5")]
    public void Minus_signs_currencies_and_text_marks_beside_a_number_are_read(string cell, string number) =>
        Assert.Equal([number], Portal.Report("separator: tab", """
            - into: statement_line
              fields: {statement_number: 单号, kind: {constant: goods}, amount: 金额}
            """).Read($"单号\t金额\nD1\t{cell}\n").Values("amount", "statement_line"));

    [Theory]
    [InlineData("'合计\u200E,,,,'24"), InlineData("=\"合计\",,,,=\"24\""), InlineData("\u061C合计,,,,\u061C24"), InlineData("\u200F合计,,,,24")]
    [InlineData("\u180B合计,,,,24"), InlineData("\U000E0061合计,,,,24"), InlineData("＇合计,,,,24"), InlineData("\u034F合计,,,,24")]
    public void A_total_row_with_text_marks_is_compared(string total)
    {
        var file = Portal.Orders("total: {label: 合计, sums: [数量]}").Read($"{Portal.Columns}\n{Portal.Row}\n{total}\n");
        Assert.Equal(new TotalFinding("数量", 24, 24, 0), Assert.Single(file.Outcome.Totals));
    }

    [Fact]
    public void A_destroyed_barcode_beside_a_good_item_number_does_not_refuse_the_row()
    {
        var report = Portal.Orders(fields: "barcode: 条码");
        var file = report.Read($"{Portal.Columns},条码\n{Portal.Row},6.90123E+12\nPO2,S01,,2026-05-01,24,6.90123E+12\n");
        Assert.Equal(["000123"], file.Values("item_number"));
        Assert.Equal([null], file.Values("barcode"));
        Assert.Equal((3, RejectionRule.LostDigits), file.Outcome.Rejected.Select(row => (row.RowNumber, row.Rule)).Single());
        Assert.Contains("1 个条码", file.Outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_a_document_set_aside_is_the_one_that_it_has()
    {
        var file = Portal.Orders().Read($"{Portal.Columns}\n'po\u200E1,S01,1,2026-02-30,24\n");
        Assert.Equal("PO1", file.Outcome.Rejected.Single().DocumentNumber);
    }

    [Fact]
    public void A_row_whose_second_record_is_bad_is_staged_with_none()
    {
        var report = Portal.Orders(
            rows: "- into: order_line\n  when: {赠: {positive: true}}\n  fields: {order_number: 订单号, store_id: 门店, item_number: 赠品, ordered_on: 日期, requested_on: 日期, units: 赠}");
        var file = report.Read($"{Portal.Columns},赠,赠品\n{Portal.Row},5,6.9E+12\nPO2,S01,1,2026-05-01,24,,\n");
        Assert.Equal(["PO2"], file.Values("order_number"));
        Assert.Equal(2L, file.Outcome.RowsIn);
    }

    private static StagedFile Orders(string number) =>
        Portal.Orders("separator: comma").Read($"{Portal.Columns}\n{number},S01,1,2026-05-01,24\n", new UTF8Encoding(true));
}
