using System.Text;
using RtcCluster.Edge.Http.Reports;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>What is written as CSV comes back as it was, and is no formula to a spreadsheet program.</summary>
public sealed class CsvFormatTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "a;b")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("José", "José")]
    public void Rfc4180_2_ACellIsQuotedWhenItMustBe(string text, string expected) => Assert.Equal(expected + "\r\n", Line(new CsvFormat(',', false), text));

    [Fact]
    public void WithASemicolon_CommasStandAsTheyAre_AndSemicolonsAreQuoted() =>
        Assert.Equal("a,b;\"c;d\"\r\n", Line(new CsvFormat(';', false), "a,b", "c;d"));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r=x", "\"'\r=x\"")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("-", "'-")]
    [InlineData("+573001234567", "+573001234567")]
    [InlineData("-5", "-5")]
    [InlineData("a=b", "a=b")]
    public void TextThatWouldBeAFormula_IsGuarded_AndTelephoneNumbersAreNot(string text, string expected) =>
        Assert.Equal(expected + "\r\n", Line(new CsvFormat(',', false), text));

    [Fact]
    public void NumbersMomentsAndNothing_AreWrittenForPrograms() =>
        Assert.Equal(
            "-5,0.333,12,true,,2026-11-24T04:00:00-05:00\r\n",
            Line(new CsvFormat(',', false), -5, 1 / 3.0, 12.0, true, null, new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.FromHours(-5))));

    private static string Line(CsvFormat format, params object?[] cells)
    {
        var line = new StringBuilder();
        format.Line(line, cells);
        return line.ToString();
    }
}
