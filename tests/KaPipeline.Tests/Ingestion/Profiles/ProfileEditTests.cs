using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Tests.Ingestion.Profiles;

public sealed class ProfileEditTests
{
    private const string Report = """
          orders:
            files: ["b_*.csv"]
            rows:
              - into: order_line
                fields: {order_number: a, store_id: b, item_number: c, ordered_on: d, requested_on: e, units: f}
        """;

    private static readonly string Profile =
        $"chain: test\nname: 测试\nname_en: Test\nreports:\n{Report.Replace("orders", "old", StringComparison.Ordinal).Replace("b_", "a_", StringComparison.Ordinal)}\n\n  # A word of a person.\n{Report.Replace("orders", "other", StringComparison.Ordinal).Replace("b_", "c_", StringComparison.Ordinal)}\n";

    [Fact]
    public void A_new_report_goes_below_the_last_and_no_other_line_changes()
    {
        var text = ProfileEdit.WithReport(Profile, "orders", Report, "test.yaml");
        Assert.StartsWith(Profile, text, StringComparison.Ordinal);
        Assert.Equal(["old", "other", "orders"], ProfileFile.Parse(text, "test.yaml").Reports.Select(report => report.Name));
    }

    [Fact]
    public void A_report_of_the_same_name_is_replaced_in_its_place_and_what_a_person_wrote_between_stays()
    {
        var text = ProfileEdit.WithReport(Profile, "old", Report.Replace("orders", "old", StringComparison.Ordinal), "test.yaml");
        Assert.Contains("  # A word of a person.\n", text, StringComparison.Ordinal);
        Assert.Equal([("old", "b_*.csv"), ("other", "c_*.csv")],
            ProfileFile.Parse(text, "test.yaml").Reports.Select(report => (report.Name, report.Files[0])));
    }

    [Fact]
    public void Reports_that_do_not_stand_last_are_left_to_a_person()
    {
        var profile = Profile + "accounts:\n  - {supplier_code: \"1\", statement_basis: including}\n";
        Assert.Throws<ProfileException>(() => ProfileEdit.WithReport(profile, "orders", Report, "test.yaml"));
    }

    [Fact]
    public void A_profile_that_changed_on_disk_is_read_again_and_one_that_is_broken_leaves_what_was_read()
    {
        var config = Directory.CreateTempSubdirectory("ka-config-").FullName;
        try
        {
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(config, "chains")).FullName, "test.yaml");
            var account = Profile.Replace("reports:", "accounts:\n  - {supplier_code: \"1\", statement_basis: including}\nreports:",
                StringComparison.Ordinal);
            File.WriteAllText(file, account);
            var catalog = ProfileCatalog.Load(config);
            var before = catalog.Chains;
            catalog.Renew();
            Assert.Same(before, catalog.Chains);
            File.WriteAllText(file, account.Replace("name_en: Test", "name_en: Tested", StringComparison.Ordinal));
            catalog.Renew();
            Assert.Equal("Tested", catalog.Find("test")!.NameEn);
            File.WriteAllText(file, "chain: [");
            Assert.Throws<ProfileException>(catalog.Renew);
            Assert.Equal("Tested", catalog.Find("test")!.NameEn);
        }
        finally
        {
            Directory.Delete(config, recursive: true);
        }
    }
}
