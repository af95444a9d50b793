using KaPipeline.Labels;
using KaPipeline.Lists;

namespace KaPipeline.Tests.Lists;

public sealed class BusinessListsTests
{
    [Fact]
    public void Every_heading_of_a_list_has_a_label()
    {
        var missing = BusinessLists.All.SelectMany(list => list.Columns.Where(column => !column.IsHidden)
            .Select(column => column.Heading ?? column.Name)
            .Where(key => !Label.Heading.Has(key) && !Label.Column.Has(key)).Concat(HeadingsOf(list).Where(key => !Label.Heading.Has(key)))
            .Select(key => $"{list.Name}: {key}"));

        Assert.Empty(missing);
        Assert.Empty(BusinessLists.All.Select(list => list.Name).Except(Label.ListTitle.Codes).Concat(
            BusinessLists.All.Select(list => list.Name).Except(Label.ListNote.Codes)));
    }

    private static IEnumerable<string> HeadingsOf(BusinessList list) => list.Totals.Select(total => total.Heading)
        .Concat(list.Charts.Select(chart => chart.Heading)).Concat(list.Evidence.Select(one => one.Heading))
        .Append(list.TickHeading).OfType<string>();
}
