using KaPipeline.Labels;
using KaPipeline.Lists;
using KaPipeline.Workbooks;

namespace KaPipeline.Tests.Labels;

/// <summary>Cells of a list read as in its workbook.</summary>
public sealed class ListWordsTests
{
    [Fact]
    public void A_whole_number_such_as_a_year_is_not_grouped_and_a_quantity_is()
    {
        var words = new ListWords(null!);

        Assert.Equal("2027", words.Cell(new ListColumn("year", "", ColumnKind.Count), 2027m, "", Language.English));
        Assert.Equal("2,027", words.Cell(new ListColumn("units", "", ColumnKind.Quantity), 2027m, "", Language.English));
    }
}
