using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>What is under way for one account.</summary>
/// <param name="account">The account as it was stored last.</param>
/// <param name="session">Asks Google as its user.</param>
/// <param name="country">The country of the user's numbers.</param>
internal sealed class GoogleRun(GoogleAccount account, GoogleSession session, string country)
{
    /// <summary>The account as it is stored.</summary>
    public GoogleAccount Account { get; set; } = account;

    public GoogleSession Session => session;

    public string Country => country;

    /// <summary>The account's labels.</summary>
    public PersonGroups Groups { get; set; } = new();

    /// <summary>Goes on after a step that is stored.</summary>
    public void Take(GoogleStepResult result, GoogleAccount account)
    {
        Account = result switch
        {
            GoogleStepResult.Done => account,
            GoogleStepResult.Overtaken => throw new GoogleOvertakenException(),
            GoogleStepResult.Full => throw new GoogleException(GoogleFault.Full, "There is no room for more contacts."),
            _ => throw new GoogleException(GoogleFault.Away, "Contacts are being changed faster than they can be compared."),
        };
    }
}

/// <summary>Another activation goes on with this account, or it was disconnected.</summary>
internal sealed class GoogleOvertakenException() : Exception("Another activation goes on with this account.");
