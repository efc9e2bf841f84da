using RtcCluster.Storage.Policies;

namespace RtcCluster.Storage.Tests.Policies;

public sealed class PolicyRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AMaterialChange_IsAsked_OfWhoAcceptedLess_AndBlocksAfterItsGrace()
    {
        var versions = new[] { New(1, material: true), New(2), New(3, material: true, grace: 5), New(4) };

        var pending = Assert.Single(PolicyRules.Pending(versions, Accepted(2)));
        Assert.Equal((4, Start.AddDays(5)), (pending.Document.Version, pending.BlocksAt));
        Assert.Empty(PolicyRules.Pending(versions, Accepted(3)));
        Assert.Empty(PolicyRules.Pending(versions, Accepted(4)));
    }

    [Fact]
    public void WhoIsNew_AcceptsTheNewest_AtOnce()
    {
        var pending = Assert.Single(PolicyRules.Pending([New(1, material: true), New(2, material: true, grace: 30)], Accepted(0)));
        Assert.Equal((2, Start), (pending.Document.Version, pending.BlocksAt));
    }

    [Fact]
    public void WhatIsNotMaterial_OrADraft_IsAskedOfNobody() =>
        Assert.Empty(PolicyRules.Pending([New(1), New(2, material: true) with { PublishedAt = null, EffectiveAt = null }], Accepted(0)));

    [Theory]
    [InlineData(0, 10, 10)]
    [InlineData(20, 10, 20)]
    [InlineData(0, 0, 0)]
    public void Calls_AreRefused_NotBeforeItIsInForce_NorBeforeTheGraceIsOver(int grace, int effective, int blocks) =>
        Assert.Equal(Start.AddDays(blocks), (New(1, material: true, grace) with { EffectiveAt = Start.AddDays(effective) }).BlocksAt);

    [Theory]
    [InlineData("titleEs")]
    [InlineData("titleEn")]
    [InlineData("textEs")]
    [InlineData("textEn")]
    public void APolicyWithoutALanguage_IsRefused(string missing)
    {
        var whole = New(1) with { TitleEs = "T", TitleEn = "T", TextEs = "t", TextEn = "t" };
        Assert.Null(whole.Check());
        var broken = missing switch
        {
            "titleEs" => whole with { TitleEs = " " },
            "titleEn" => whole with { TitleEn = "" },
            "textEs" => whole with { TextEs = "\n" },
            _ => whole with { TextEn = "" },
        };
        Assert.StartsWith($"{missing}: a policy is written in Spanish and in English", broken.Check(), StringComparison.Ordinal);
    }

    [Fact]
    public void NonsenseIsRefused()
    {
        var whole = New(1) with { TitleEs = "T", TitleEn = "T", TextEs = "t", TextEn = "t" };
        Assert.StartsWith("graceDays: -1;", (whole with { GraceDays = -1 }).Check(), StringComparison.Ordinal);
        Assert.StartsWith("graceDays: 366;", (whole with { GraceDays = 366 }).Check(), StringComparison.Ordinal);
        Assert.StartsWith("textEn: 200001 characters", (whole with { TextEn = new string('x', 200_001) }).Check(), StringComparison.Ordinal);
        Assert.Equal("textEs: at most 2000 lines.", (whole with { TextEs = "x" + new string('\n', 2_000) }).Check());
        Assert.Equal("titleEn: has characters that no text has.", (whole with { TitleEn = "a\0" }).Check());
    }

    [Fact]
    public void TheHash_TellsTextsApart_ThatAreDividedElsewhere()
    {
        var one = New(1) with { TitleEs = "ab", TextEs = "c" };
        Assert.NotEqual(one.ComputeHash(), (one with { TitleEs = "a", TextEs = "bc" }).ComputeHash());
        Assert.NotEqual(one.ComputeHash(), (one with { Kind = PolicyKind.Privacy }).ComputeHash());
        Assert.Equal(one.ComputeHash(), (one with { Version = 9 }).ComputeHash());
    }

    [Fact]
    public void EachKindComesWithTheSoftware_InBothLanguages()
    {
        Assert.Equal(6, PolicyKinds.All.Count);
        foreach (var kind in PolicyKinds.All)
        {
            var shipped = ShippedPolicies.Of(kind);
            Assert.Null(shipped.Check());
            Assert.NotEqual(shipped.TextEs, shipped.TextEn);
            Assert.Equal(Headings(shipped.TextEs), Headings(shipped.TextEn));
            Assert.True(PolicyKinds.TryParse(PolicyKinds.NameOf(kind), out var parsed));
            Assert.Equal(kind, parsed);
        }
    }

    [Fact]
    public void TheDiff_SaysWhatWentAndCame_AndNothingElse()
    {
        var lines = PolicyDiff.Of("a\nb\nc\nd", "a\nx\nc\nd\ne");
        Assert.Equal(
            [(DiffKind.Same, "a"), (DiffKind.Removed, "b"), (DiffKind.Added, "x"), (DiffKind.Same, "c"), (DiffKind.Same, "d"), (DiffKind.Added, "e")],
            lines.Select(line => (line.Kind, line.Text)));
    }

    [Fact]
    public void TheDiff_GivesBothTextsBack()
    {
        var random = new Random(2026);
        for (var i = 0; i < 200; i++)
        {
            var (before, after) = (Text(random), Text(random));
            var lines = PolicyDiff.Of(before, after);
            Assert.Equal(before, string.Join('\n', lines.Where(line => line.Kind != DiffKind.Added).Select(line => line.Text)));
            Assert.Equal(after, string.Join('\n', lines.Where(line => line.Kind != DiffKind.Removed).Select(line => line.Text)));
        }
    }

    private static string Text(Random random) => string.Join('\n', Enumerable.Range(0, random.Next(12)).Select(_ => $"{(char)('a' + random.Next(4))}"));

    private static int Headings(string text) => text.Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal));

    private static Dictionary<PolicyKind, int> Accepted(int version) => new() { [PolicyKind.Terms] = version };

    private static PolicyVersion New(int version, bool material = false, int grace = 0) => new()
    {
        TenantId = "t",
        Kind = PolicyKind.Terms,
        Version = version,
        Material = material,
        GraceDays = grace,
        PublishedAt = Start,
        EffectiveAt = Start,
    };
}
