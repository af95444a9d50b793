using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Profiles.Drafts;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Profiles;

public sealed class ProfileDraftTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string, string> Files => new()
    {
        { "dingfeng/鼎丰_订单_20260506.csv", "order_line" },
        { "dingfeng/鼎丰_送货_20260506.csv", "delivery_line" },
        { "dingfeng/鼎丰_对账单_DZ2605A-100387.csv", "statement_line" },
        { "haoyoulai/HYL_ORDER_20260506.xls", "order_line" },
        { "jinlong/JL_DZ_JL2605A-JS.xls", "statement_line" },
        { "wanjia/万嘉收货_20260506.xlsx", "delivery_line" },
        { "wanjia/万嘉结算单_WJ2605A.xlsx", "statement_line" },
        { "yonghe/yonghe_orders_20260506.txt", "order_line" },
        { "runda/润达结算单_RD2605A.xlsx", "statement_line" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_draft_from_an_unknown_file_reads_that_file(string file, string target)
    {
        var path = Path.Combine(Samples, file);
        var report = ProfileFile.Parse(ProfileDraft.Of(path, [], "new").Yaml, "draft.yaml").Reports.Single();
        var staged = StagedFile.Read(report, path);
        Assert.Equal(ReadState.Read, staged.Outcome.State);
        Assert.True(FileNamePattern.Matches(report.Files[0], Path.GetFileName(path)));
        Assert.Equal(staged.Outcome.RowsIn, staged[target].Count);
        Assert.InRange(staged.Outcome.RowsIn, 1, int.MaxValue);
        Assert.All(staged.Outcome.Totals, total => Assert.False(total.Differs));
    }

    [Fact]
    public void A_date_format_that_the_values_leave_open_is_marked_and_not_guessed()
    {
        var yaml = Draft("订单号,门店,货号,订货日期,数量\nPO1,S1,1,01/05/2026,5\nPO2,S1,1,02/05/2026,5\n");
        Assert.Contains("dates: dd/MM/yyyy  # CHECK the values also fit MM/dd/yyyy", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("also fit", Draft("订单号,门店,货号,订货日期,数量\nPO1,S1,1,13/05/2026,5\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_field_that_no_column_gives_is_left_for_a_person()
    {
        var yaml = Draft("订单号,铺面,货号,订货日期,数量\nPO1,S1,1,2026-05-01,5\n");
        Assert.Contains("store_id: \"???\"  # CHECK", yaml, StringComparison.Ordinal);
        Assert.Contains("ignore: [铺面]", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_other_profiles_use_are_known()
    {
        var known = ProfileFile.Parse("""
            chain: a
            name: a
            name_en: a
            reports:
              r:
                files: ["*"]
                rows:
                  - into: person
                    fields: {person_id: 铺面, name: a, email: b}
                  - into: order_line
                    fields: {order_number: x, store_id: 铺位代号, item_number: x, ordered_on: x, requested_on: x, units: x}
            """, "a.yaml");
        Assert.Contains("store_id: 铺位代号", Draft("订单号,铺位代号,货号,订货日期,数量\nPO1,S1,1,2026-05-01,5\n", known), StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_under_unknown_headers_are_found_by_their_values_and_unused_columns_shown_with_one()
    {
        var yaml = Draft("采购通知\n订购书号,铺位,货号,起,需,数量\nPO1,S1,1,2026-05-01,2026-05-03,5\n");
        Assert.Contains("ordered_on: 起  # CHECK recognised by its values alone", yaml, StringComparison.Ordinal);
        Assert.Contains("requested_on: 需  # CHECK recognised by its values alone", yaml, StringComparison.Ordinal);
        Assert.Contains("# Not used: 订购书号 = PO1", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_unknown_words_is_drafted_by_its_values_and_each_is_to_be_checked()
    {
        var yaml = Draft(
            "Beleg,Filiale,Artikelnr,Menge,Bestelldatum,Liefertag\nB-100,F01,880011,48,2026-05-06,2026-05-08\nB-100,F01,880022,36,2026-05-06,2026-05-08\n");
        Assert.Contains("# CHECK none of the words of the header is known", yaml, StringComparison.Ordinal);
        Assert.Contains("order_number: Beleg  # CHECK recognised by its values alone", yaml, StringComparison.Ordinal);
        Assert.Contains("units: Menge  # CHECK recognised by its values alone", yaml, StringComparison.Ordinal);
        Assert.Contains("???", Draft("a,b,c\n1,2,3\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_table_at_all_says_so() =>
        Assert.Contains("no row has three cells", Assert.Throws<UnreadableFileException>(() => Draft("hello\n")).Message,
        StringComparison.Ordinal);

    private static string Draft(string text, params ChainProfile[] known)
    {
        var path = Path.Combine(Path.GetTempPath(), $"draft_{Environment.ProcessId}_20260501.csv");
        File.WriteAllText(path, text);
        try
        {
            return ProfileDraft.Of(path, known, "new").Yaml;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
