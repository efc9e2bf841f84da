namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Who may ask something at all.</summary>
internal enum Who
{
    Everybody,
    SignedIn,
    Supervisors,
    Administrators,
}

/// <summary>One way to ask something: a route or a hub method with what goes into it. Words in braces are ids of the kinds that a <see cref="Company"/> has.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Route">The route under /api/v1, its parameters named by their kinds, and the query.</param>
/// <param name="Who">Who may.</param>
/// <param name="Body">What is sent: JSON, bytes of a sound, or the text of a file.</param>
internal sealed record Row(string Method, string Route, Who Who, object? Body = null)
{
    // What stands in the place of a parameter and is nobody's own.
    private static readonly string[] Words = ["terms", "personalisation", "x.1"];

    /// <summary>The kind of which each own cell gets one of its own, because the route uses it up.</summary>
    public string? Spends { get; init; }

    /// <summary>How what a cell has made is taken away again.</summary>
    public string? Undo { get; init; }

    /// <summary>The caller is signed out by it.</summary>
    public bool SignsOut { get; init; }

    /// <summary>What the own id is answered with where that is no success.</summary>
    public IReadOnlyDictionary<Role, int> Own { get; init; } = new Dictionary<Role, int>();

    /// <summary>The route as ASP.NET knows it, without names of parameters.</summary>
    public string Pattern => $"{Method} {Templates.Bare(string.Join('/', Route.Split('?')[0].Split('/').Select(static part => part.All(char.IsAsciiDigit) || Words.Contains(part) ? "{}" : part)))}";

    /// <summary>Kinds of ids in it.</summary>
    public IReadOnlyList<string> Kinds => Templates.KindsOf($"{Route} {(Body as TextFile)?.Text ?? Body as string}");

    /// <summary>This role gets that status for its own id.</summary>
    public Row Answers(Role role, int status) => this with { Own = new Dictionary<Role, int>(Own) { [role] = status } };

    /// <summary>All who may ask get that status.</summary>
    public Row Answers(int status) => Answers(Role.Agent, status).Answers(Role.Supervisor, status).Answers(Role.Administrator, status).Answers(Role.Anonymous, status);

    /// <summary>What a role gets for its own company's ids; null for any success.</summary>
    public int? Expected(Role role) => Refusal(role) ?? (Own.TryGetValue(role, out var status) ? status : null);

    /// <summary>What a role gets whatever it names; null where it may ask.</summary>
    public int? Refusal(Role role)
    {
        var may = Who switch
        {
            Who.Everybody => true,
            Who.SignedIn => role >= Role.Agent,
            Who.Supervisors => role >= Role.Supervisor,
            _ => role >= Role.Administrator,
        };
        // A token that is good no longer is refused even where none is asked for.
        return role == Role.Revoked || (role == Role.Anonymous && !may) ? 401 : may ? null : 403;
    }
}
