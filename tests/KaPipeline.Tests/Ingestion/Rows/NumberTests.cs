using System.Globalization;
using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/quirks.md#the-cell: numbers as portals write them, each border from both sides.</summary>
public sealed class NumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.50", "-0.50")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("1234567890123456", null)]
    [InlineData("5024.499999999999", "5024.5")]
    [InlineData("5024.4999999999999", "5024.5")]
    [InlineData("0.1234567890123444", "0.123456789012344")]
    [InlineData("0.1234567890123445", "0.123456789012345")]
    [InlineData("(1,234.50)", "-1234.50")]
    [InlineData("¥(12.00)", "-12.00")]
    [InlineData("12.00-", "-12.00")]
    [InlineData("+12", "12")]
    [InlineData("−3", "-3")]
    [InlineData("—3", "-3")]
    [InlineData("\u20103", "-3")]
    [InlineData("\u20153", "-3")]
    [InlineData("(-5)", "-5")]
    [InlineData("-9", "-9")]
    [InlineData("-", null)]
    [InlineData("+", null)]
    [InlineData("()", null)]
    [InlineData("12元", "12")]
    [InlineData("RMB 12", "12")]
    [InlineData("12人民币", "12")]
    [InlineData("12圆", "12")]
    [InlineData("CNY 12", "12")]
    [InlineData("¥.5", "0.5")]
    [InlineData("999999999999999亿", null)]
    [InlineData("RMB ¥12", "12")]
    [InlineData("12¥ 元", "12")]
    [InlineData("17%", "0.17")]
    [InlineData("17 %", "0.17")]
    [InlineData("5‰", "0.005")]
    [InlineData("1.5万", "15000")]
    [InlineData("1.2亿", "120000000")]
    [InlineData("0.00001万", "0.1")]
    [InlineData("1E3", "1000")]
    [InlineData("1.5e-3", "0.0015")]
    [InlineData("1E-20", "0.00000000000000000001")]
    [InlineData("1E-21", null)]
    [InlineData("1E-30%", null)]
    [InlineData("1E31", null)]
    [InlineData("1Ex", null)]
    [InlineData("1E15", "1000000000000000")]
    [InlineData("1E16", null)]
    [InlineData("E5", null)]
    [InlineData("1,234", "1234")]
    [InlineData("1,234,567.8", "1234567.8")]
    [InlineData("1234,567", null)]
    [InlineData("123,456", "123456")]
    [InlineData("123456789012345.", "123456789012345")]
    [InlineData("0,192", null)]
    [InlineData("0,192.00", "192.00")]
    [InlineData("1,23", null)]
    [InlineData("1,234,56", null)]
    [InlineData("1,23,456", null)]
    [InlineData(",234", null)]
    [InlineData("1.2.3", null)]
    [InlineData("1-2", null)]
    [InlineData("%", null)]
    [InlineData("", null)]
    [InlineData("abc", null)]
    public void A_cell_is_a_number_or_none(string cell, string? expected) =>
        Assert.Equal(expected, Number.TryParse(Encoding.UTF8.GetBytes(cell), out var number) ? number.ToString() : null);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_cell_longer_than_any_number_is_none(int length, bool isNumber) =>
        Assert.Equal(isNumber, Number.TryParse(Encoding.UTF8.GetBytes("1".PadLeft(length, '0')), out _));

    [Theory]
    [InlineData("1.00", true)]
    [InlineData("10.50", false)]
    [InlineData("-3", true)]
    [InlineData("0.001", false)]
    [InlineData("-0.5", false)]
    public void Whole_is_what_has_no_fraction(string cell, bool isWhole)
    {
        Assert.True(Number.TryParse(Encoding.UTF8.GetBytes(cell), out var number));
        Assert.Equal(isWhole, number.IsWhole);
    }

    [Theory]
    [InlineData(SignRule.Absolute, 0, "12.5")]
    [InlineData(SignRule.Negate, 0, "12.5")]
    [InlineData(SignRule.Keep, 2, "-0.125")]
    public void Sign_and_point_are_moved(SignRule sign, int shift, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), new Number(-125, 1).With(sign, shift).ToDecimal());

    [Fact]
    public void Fifteen_digits_fit_on_both_sides_of_nought()
    {
        Assert.Equal(999_999_999_999_999m, new Number(999_999_999_999_999, 0).ToDecimal());
        Assert.Equal(-9.99999999999999m, new Number(-999_999_999_999_999, 14).ToDecimal());
    }
}
