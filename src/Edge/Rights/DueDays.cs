using RtcCluster.Edge.Configuration;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Edge.Rights;

/// <summary>Until when a request is to be answered.</summary>
internal static class DueDays
{
    /// <summary>The moment after which an answer is late.</summary>
    /// <param name="options">The law and its days.</param>
    /// <param name="kind">What is asked for.</param>
    /// <param name="at">When it was asked (UTC).</param>
    public static DateTimeOffset Of(RightsOptions options, RightsKind kind, DateTimeOffset at)
    {
        if (options.Law == RightsLaw.Gdpr)
        {
            return at.AddMonths(1);
        }

        // Law 1581 of 2012: what only asks is answered earlier (article 14) than what changes something (article 15). The day of the request does not count.
        var due = at;
        for (var days = kind is RightsKind.Access or RightsKind.Calls ? options.ConsultationDays : options.ClaimDays; days > 0;)
        {
            due = due.AddDays(1);
            days -= due.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return due;
    }
}
