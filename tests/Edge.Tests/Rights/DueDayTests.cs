using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Rights;
using RtcCluster.Storage.Rights;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Until when requests are to be answered.</summary>
public sealed class DueDayTests
{
    [Theory]
    [InlineData(RightsKind.Access, "2026-11-27", "2026-12-11")]
    [InlineData(RightsKind.Calls, "2026-11-28", "2026-12-11")]
    [InlineData(RightsKind.Erase, "2026-11-27", "2026-12-18")]
    [InlineData(RightsKind.Complaint, "2026-11-23", "2026-12-14")]
    public void Law1581_CountsWorkingDays_TenForWhatAsksAndFifteenForWhatChanges(RightsKind kind, string asked, string due) =>
        Assert.Equal(Day(due), DueDays.Of(new RightsOptions(), kind, Day(asked)));

    [Fact]
    public void Gdpr_Article12_GivesOneMonth()
    {
        var options = new RightsOptions { Law = RightsLaw.Gdpr };
        Assert.Equal((Day("2026-12-27"), Day("2027-02-28")), (DueDays.Of(options, RightsKind.Access, Day("2026-11-27")), DueDays.Of(options, RightsKind.Erase, Day("2027-01-31"))));
    }

    private static DateTimeOffset Day(string text) => DateTimeOffset.Parse($"{text}T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
}
