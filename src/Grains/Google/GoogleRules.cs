using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Google;

/// <summary>Section <c>Google</c>: contacts, directory, calendar, meetings, e-mail and Chat of Google Workspace. The same on every silo.</summary>
public sealed class GoogleRules : IValidatableObject
{
    /// <summary>The section's key.</summary>
    public const string Section = "Google";

    /// <summary>The client that Google knows us as, of type <i>Web application</i>; empty: nobody connects an account.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret.</summary>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>One address that speaks all of Google's APIs, for demonstrations and tests; none: Google's own.</summary>
    public string BaseAddress { get; set; } = "";

    /// <summary>Where people allow it.</summary>
    public string AccountsAddress { get; set; } = "https://accounts.google.com";

    /// <summary>Where tokens come from.</summary>
    public string TokenAddress { get; set; } = "https://oauth2.googleapis.com";

    /// <summary>The People API: contacts and directory.</summary>
    public string PeopleAddress { get; set; } = "https://people.googleapis.com";

    /// <summary>The Calendar API.</summary>
    public string CalendarAddress { get; set; } = "https://www.googleapis.com";

    /// <summary>The Google Meet API.</summary>
    public string MeetAddress { get; set; } = "https://meet.googleapis.com";

    /// <summary>The Gmail API.</summary>
    public string GmailAddress { get; set; } = "https://gmail.googleapis.com";

    /// <summary>The Google Chat API.</summary>
    public string ChatAddress { get; set; } = "https://chat.googleapis.com";

    /// <summary>How often each user's contacts are compared.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that Google may take for an answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Requests to Google that may be under way in this process for comparisons; more wait, a minute at most. Who connects or disconnects does not wait for them. 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrent { get; set; } = 32;

    /// <summary>Whether accounts can be connected.</summary>
    public bool IsSet => ClientId.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ClientId.Length > 0 != ClientSecret.Length > 0)
        {
            yield return new("must be set together with Google:ClientSecret, or neither of them", [nameof(ClientId)]);
        }

        foreach (var (name, address) in new[]
        {
            (nameof(BaseAddress), BaseAddress), (nameof(AccountsAddress), AccountsAddress), (nameof(TokenAddress), TokenAddress),
            (nameof(PeopleAddress), PeopleAddress), (nameof(CalendarAddress), CalendarAddress), (nameof(MeetAddress), MeetAddress),
            (nameof(GmailAddress), GmailAddress), (nameof(ChatAddress), ChatAddress),
        })
        {
            if ((name != nameof(BaseAddress) || address.Length > 0) && !IsAddress(address))
            {
                yield return new("must be an https address without query; http is for this machine", [name]);
            }
        }
    }

    /// <summary>An address below that of an API.</summary>
    internal Uri At(string api, string path) => new(new Uri((BaseAddress.Length > 0 ? BaseAddress : api).TrimEnd('/') + "/"), path);

    // Tokens go there.
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Query: "", Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
