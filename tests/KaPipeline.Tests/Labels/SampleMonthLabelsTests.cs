using System.Reflection;
using KaPipeline.Labels;
using KaPipeline.Tests.Digests;

namespace KaPipeline.Tests.Labels;

/// <summary>What the views of the sample month hold in a column of codes has a label.</summary>
[Trait("Category", "Slow")]
public sealed class SampleMonthLabelsTests(WholeSampleMonth month) : IClassFixture<WholeSampleMonth>
{
    [Fact]
    public async Task Every_code_of_the_views_has_a_label()
    {
        var families = typeof(Label).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(LabelFamily)).Select(property => (LabelFamily)property.GetValue(null)!);
        var (seen, unlabelled) = (0, new List<string>());
        foreach (var (column, family) in families.SelectMany(family => family.Columns.Select(column => (column, family))))
        {
            var parts = column.Split('.');
            if (parts[0] == "mart")
            {
                var codes = await month.AskAsync<string>(
                    $"select distinct {parts[2]} from mart.{parts[1]} where {parts[2]} is not null", WholeSampleMonth.AsOf);
                seen += codes.Count;
                // A difference of a deduction names the clause of its contract, which is a name and no code.
                unlabelled.AddRange(codes.Where(code => !family.Has(code) && !(parts[2] == "rule" && code.Any(char.IsAsciiDigit))).Select(code => $"{column}: {code}"));
            }
        }

        Assert.Empty(unlabelled);
        Assert.True(seen > 60, $"only {seen} codes in the views");
    }
}
