using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Ingestion.Profiles;

public sealed class ProfileFileTests
{
    private const string Good = """
        chain: test
        name: 测试
        name_en: Test
        accounts:
          - {supplier_code: "1", statement_basis: including}
        reports:
          orders:
            files: ["*.csv"]
            rows:
              - into: order_line
                fields:
                  order_number: 订单号
                  store_id: 门店
                  item_number: 货号
                  ordered_on: 日期
                  requested_on: 日期
                  units: 数量
        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "name_en: Test", "name_eng: Test", "test.yaml:3: a profile knows no \"name_eng:\"; write name_en" },
        { "order_number: 订单号", "order_numbr: 订单号", "test.yaml:12: order_line has no field \"order_numbr\"; write order_number" },
        { "into: order_line", "into: orders_line", "test.yaml:10: into: orders_line is not known; write order_line" },
        { "          store_id: 门店\n", "",
        "test.yaml:11: order_line needs the field \"store_id\"; write \"store_id: HEADER OF ITS COLUMN\"" },
        { "          units: 数量", "          unit_price: 进价", "order_line needs at least one of the fields: units, cases" },
        { "files: [\"*.csv\"]", "files: [\"*.csv\"]\n    dates: dd/MM",
        "test.yaml:9: dates: dd/MM is not a date format; write year, month and day as in yyyy-MM-dd" },
        { "files: [\"*.csv\"]", "files: [\"*.csv\"]\n    document: all", "document: all is not known; write one of: whole, lines" },
        { "order_number: 订单号", "order_number: {colum: 订单号}", "field order_number needs exactly one of: column:, head:" },
        { "store_id: 门店", "store_id: {column: 门店, take: until x}", "take: until x is not known; write one of: before X" },
        { "units: 数量", "units: {column: 数量, sign: minus}", "sign: minus is not known; write one of: keep, absolute, negate" },
        { "units: 数量", "units: 数量\n          origin: {column: 类型, values: {手工: by_hand}}",
        "origin cannot be by_hand; write one of: electronic, manual" },
        { "statement_basis: including", "statement_basis: incl",
        "test.yaml:5: statement_basis: incl is not known; write one of: including, excluding" },
        { "      - into: order_line", "      - into: order_line\n        when: {类型: {is: 采购}}", "write \"类型: [TEXT, TEXT]\"" },
        { "chain: test", "chain: test\nchain: again", "test.yaml:2: the name chain occurs twice" },
        { "    files: [\"*.csv\"]", "\tfiles: [\"*.csv\"]", "test.yaml:8: the line begins with a tab; write spaces" },
        { "files: [\"*.csv\"]", "files: *.csv", "test.yaml:8: *.csv begins with *; write it in quotes: \"*.csv\"" },
        { "store_id: 门店", "store_id：门店", "test.yaml:13: \"store_id：\" has a full-width colon; write \"store_id: \"" },
        { "order_number: 订单号", "order_number: {context: order}", "{context: order} is set by no row; add an entry \"- into: context\"" },
        { "chain: test", "chain: Hui Feng", "test.yaml:1: chain: Hui Feng is not an id; write lower-case letters" },
        { "accounts:\n", "accounts:\n  - {supplier_code: \"1\", statement_basis: including}\n",
        "the account 1 occurs twice; tell its entries apart" },
        { "name: 测试", "name: [", "test.yaml:" },
    };

    [Fact]
    public void A_good_profile_is_read() =>
        Assert.Equal("orders", ProfileFile.Parse(Good.ReplaceLineEndings("\n"), "test.yaml").Reports.Single().Name);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_line_and_what_to_write_instead(string written, string mistake, string message)
    {
        var text = Good.ReplaceLineEndings("\n");
        Assert.Contains(written, text, StringComparison.Ordinal);
        var error = Assert.Throws<ProfileException>(() =>
            ProfileFile.Parse(text.Replace(written, mistake, StringComparison.Ordinal), "test.yaml"));
        Assert.Contains(error.Errors, line => line.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_s_profile_without_accounts_is_refused_with_what_to_write()
    {
        var path = Path.Combine(Path.GetTempPath(), $"profile_{Environment.ProcessId}.yaml");
        File.WriteAllText(path, Good.ReplaceLineEndings("\n")
            .Replace("accounts:\n  - {supplier_code: \"1\", statement_basis: including}\n", "", StringComparison.Ordinal));
        try
        {
            Assert.Contains("needs \"accounts:\"", Assert.Throws<ProfileException>(() => ProfileFile.Read(path)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void All_mistakes_of_a_profile_are_named_at_once()
    {
        var text = Good.Replace("name_en", "nam_en", StringComparison.Ordinal).Replace("units", "unit", StringComparison.Ordinal);
        Assert.True(Assert.Throws<ProfileException>(() => ProfileFile.Parse(text, "test.yaml")).Errors.Count >= 3);
    }

    [Fact]
    public void A_profile_s_version_changes_with_its_text() =>
        Assert.NotEqual(ProfileFile.Parse(Good, "test.yaml").Version, ProfileFile.Parse(Good + "\n", "test.yaml").Version);

    [Fact]
    public void The_shipped_profiles_are_valid_and_no_two_claim_the_same_file()
    {
        var catalog = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
        Assert.Equal(["dingfeng", "haoyoulai", "heyue", "jinlong", "runda", "wanjia", "yonghe", ""], catalog.Chains.Select(chain => chain.ChainId));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("truth", StringComparison.Ordinal)
            && Path.GetFileName(file) is not ("arrivals.csv" or "LAYOUTS.md")))
        {
            // What a company brings along is no portal's file: ka opening load reads it.
            var isOpening = Path.GetFileName(Path.GetDirectoryName(file)) == "opening";
            Assert.Equal(isOpening ? 0 : 1, catalog.Match(Path.GetFileName(file)).Count);
        }
    }

    [Fact]
    public async Task Tolerance_that_a_profile_leaves_open_is_stored_open_and_has_its_default_in_the_view_alone()
    {
        var profile = ProfileFile.Parse(Good, "test.yaml");
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await ProfileSync.SyncAsync(connection, [profile], DateTimeOffset.UnixEpoch, Stopping);
        var again = await ProfileSync.SyncAsync(connection, [profile], DateTimeOffset.UnixEpoch, Stopping);

        await using var transaction = await ReportClock.EndOf(new DateOnly(2026, 6, 1)).BeginAsync(connection, Stopping);
        var (stored, used) = await connection.QuerySingleAsync<(decimal?, decimal)>(
            "select rounding_tolerance, (select rounding_tolerance from mart.account_terms('test', '1')) from core.settlement_account where chain_id = 'test'");

        Assert.Null(Assert.Single(profile.Accounts).RoundingTolerance);
        Assert.Equal((null, 0.02m, 0), (stored, used, again));
    }

    [Fact]
    public async Task An_account_that_a_draft_left_open_is_not_written()
    {
        var profile = ProfileFile.Parse(Good, "test.yaml");
        var drafted = profile with
        {
            Accounts =
            [.. profile.Accounts.Select(account => account with { AccountId = "000000", SupplierCode = "000000" })]
        };
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await ProfileSync.SyncAsync(connection, [drafted], DateTimeOffset.UnixEpoch, Stopping);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from core.settlement_account"));
        await ProfileSync.SyncAsync(connection, [profile], DateTimeOffset.UnixEpoch, Stopping);
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("select count(*) from core.settlement_account"));
    }
}
