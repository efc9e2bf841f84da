namespace RtcCluster.Grains.Google;

/// <summary>What users are asked to allow, and for what.</summary>
internal static class GoogleScopes
{
    public const string Contacts = "https://www.googleapis.com/auth/contacts";
    public const string Directory = "https://www.googleapis.com/auth/directory.readonly";
    public const string Calendar = "https://www.googleapis.com/auth/calendar.events.freebusy";
    public const string Meet = "https://www.googleapis.com/auth/meetings.space.created";
    public const string Gmail = "https://www.googleapis.com/auth/gmail.send";
    public const string Chat = "https://www.googleapis.com/auth/chat.users.availability";

    private static readonly (string Part, string Scope)[] Everybody =
        [(GoogleParts.Contacts, Contacts), (GoogleParts.Calendar, Calendar), (GoogleParts.Meet, Meet), (GoogleParts.Gmail, Gmail), (GoogleParts.Chat, Chat)];
    private static readonly (string Part, string Scope)[] Administrators = [.. Everybody, (GoogleParts.Directory, Directory)];

    /// <summary>Parts and scopes of a user: the directory is read by administrators, for everybody.</summary>
    public static IReadOnlyList<(string Part, string Scope)> Of(bool isAdministrator) => isAdministrator ? Administrators : Everybody;

    /// <summary>All of a user, with who the account is.</summary>
    public static string Asked(bool isAdministrator) => "openid email " + string.Join(' ', Of(isAdministrator).Select(static part => part.Scope));

    /// <summary>The scope of a part that everybody is asked for.</summary>
    public static string Of(string part) => Everybody.First(each => each.Part == part).Scope;

    /// <summary>Whether the user allowed a scope.</summary>
    public static bool Has(string granted, string scope) => granted.Split(' ').Contains(scope);
}
