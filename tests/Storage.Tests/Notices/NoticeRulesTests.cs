using RtcCluster.Storage.Notices;

namespace RtcCluster.Storage.Tests.Notices;

public sealed class NoticeRulesTests
{
    private static readonly NoticeRules Rules = new()
    {
        Rules =
        [
            new NoticeRule { Name = "quiet", Tell = NoticeWay.None, Lines = ["1001"] },
            new NoticeRule { Name = "sales", Tell = NoticeWay.Announce, Queues = ["sales"], Calls = NoticeDirection.Incoming },
            new NoticeRule { Name = "germany", Tell = NoticeWay.Consent, Countries = ["de", "AT"] },
            new NoticeRule { Name = "out", Tell = NoticeWay.Announce, Calls = NoticeDirection.Outgoing, Countries = ["CO"] },
        ],
    };

    [Theory]
    [InlineData("1001", null, "DE", false, null)]
    [InlineData("1002", null, "DE", false, "germany")]
    [InlineData("1002", "sales", "DE", false, "sales")]
    [InlineData("1002", "sales", "CO", true, "out")]
    [InlineData("1002", null, "CO", false, null)]
    [InlineData("1002", null, null, false, "germany")]
    [InlineData("1002", "support", "AT", true, "germany")]
    public void TheFirstRuleThatCoversACallCounts(string line, string? queue, string? country, bool isOutgoing, string? expected)
    {
        Assert.Null(Rules.Check());
        Assert.Equal(expected, NoticeRules.Read(Rules.Write()).Find(line, queue, country, isOutgoing)?.Name);
    }

    [Fact]
    public void WithoutADocument_NobodyIsTold() => Assert.Null(NoticeRules.Read(null).Find("1002", null, "DE", false));

    [Theory]
    [InlineData("""{"rules":null}""", "rules: at most 100.")]
    [InlineData("""{"rules":[null]}""", "rules[0]: a rule.")]
    [InlineData("""{"rules":[{"name":""}]}""", "rules[0].name: 1 to 64 characters.")]
    [InlineData("""{"rules":[{"name":"a"},{"name":"a"}]}""", "rules: each has a name of its own.")]
    [InlineData("""{"rules":[{"name":"a","countries":["COL"]}]}""", "rules[0].countries: COL is no country of two letters.")]
    [InlineData("""{"rules":[{"name":"a","lines":null}]}""", "rules[0].lines, queues and countries: at most 1000 together.")]
    [InlineData("""{"rules":[{"name":"a","seconds":61}]}""", "rules[0].seconds: 61; it must be 2 to 60.")]
    [InlineData("""{"rules":[{"name":"a","language":"fr"}]}""", "rules[0].language: es or en.")]
    public void NonsenseIsRefused(string json, string problem) => Assert.Equal(problem, NoticeRules.Read(json).Check());
}
