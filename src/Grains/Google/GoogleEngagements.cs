using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Google;

/// <summary>When a user is engaged by their calendar and by Google Chat, and telling the user of it.</summary>
/// <param name="person">The user.</param>
internal sealed class GoogleEngagements(IUserGrain person)
{
    /// <summary>By the calendar; null while nobody knows.</summary>
    public IReadOnlyList<Engagement>? ByCalendar { get; set; }

    /// <summary>By Chat; null where the user is not, or nobody knows.</summary>
    public Engagement? ByChat { get; set; }

    /// <summary>Says when the user is engaged; while nobody has read the calendar, what was said before counts.</summary>
    public Task TellAsync() => ByCalendar is null ? Task.CompletedTask : person.Engage([.. ByCalendar, .. ByChat is null ? Array.Empty<Engagement>() : [ByChat]]);

    /// <summary>There is no account that says anything any more.</summary>
    public async Task EndAsync()
    {
        (ByCalendar, ByChat) = (null, null);
        await person.Engage([]);
        await person.TellGoogle(false);
    }
}
