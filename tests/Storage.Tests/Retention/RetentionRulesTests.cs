using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;

namespace RtcCluster.Storage.Tests.Retention;

public sealed class RetentionRulesTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(36_501)]
    [InlineData(int.MaxValue)]
    public void NonsenseIsRefused_AndSaidWhere(int days)
    {
        Assert.Equal($"recordings.days: {days} days; it must be 1 to 36500.", new RetentionRules { Recordings = new() { Days = days } }.Check());
        Assert.Equal($"voicemail.users.alice: {days} days; it must be 1 to 36500.", new RetentionRules { Voicemail = new() { Users = new Dictionary<string, int> { ["alice"] = days } } }.Check());
        Assert.Equal($"callLog.queues.support: {days} days; it must be 1 to 36500.", new RetentionRules { CallLog = new() { Queues = new Dictionary<string, int> { ["support"] = days } } }.Check());
    }

    [Fact]
    public void AQueueHasNoVoicemail() =>
        Assert.Equal("voicemail.queues: a queue has no voicemail box.", new RetentionRules { Voicemail = new() { Queues = new Dictionary<string, int> { ["support"] = 1 } } }.Check());

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var rules = new RetentionRules { Recordings = new() { Days = 1, Users = new Dictionary<string, int> { ["alice"] = 2 } }, CallLog = new() { Queues = new Dictionary<string, int> { ["support"] = 36_500 } } };
        var read = RetentionRules.Read(rules.Write());

        Assert.Null(rules.Check());
        Assert.Equal((1, 2, 36_500, null), (read.Recordings.Days, read.Recordings.Users["alice"], read.CallLog.Queues["support"], read.Voicemail.Fewest));
        Assert.Equal(rules.Write(), read.Write());
        Assert.Null(RetentionRules.Read(null).Check());
    }

    [Fact]
    public void AScopeCoversSomebodyOrATime()
    {
        var at = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        Assert.NotNull(new LegalScope().Check());
        Assert.NotNull(new LegalScope { From = at }.Check());
        Assert.NotNull(new LegalScope { From = at, Until = at }.Check());
        Assert.NotNull(new LegalScope { Users = [""] }.Check());
        var day = new LegalScope { From = at, Until = at.AddDays(1) };
        Assert.Null(day.Check());
        Assert.Equal((true, false, false), (day.Covers(at, "c", [], []), day.Covers(at.AddDays(1), "c", [], []), day.Covers(at.AddTicks(-1), "c", [], [])));
        var number = new LegalScope { Numbers = ["+1"], From = at };
        Assert.Equal((true, false, false), (number.Covers(at, "c", [], ["", "+1"]), number.Covers(at, "c", [], [""]), number.Covers(at.AddTicks(-1), "c", [], ["+1"])));
    }
}
