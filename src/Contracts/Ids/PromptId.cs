namespace RtcCluster.Contracts.Ids;

/// <summary>An uploaded prompt of a tenant: sound that menus and queues play by its name.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptId")]
public readonly record struct PromptId([property: Id(0)] string Key)
{
    private const int MaxName = 64;

    /// <summary>Makes the id of a prompt from the tenant and the prompt's name.</summary>
    public PromptId(TenantId tenant, string name)
        : this(GrainKey.Join(tenant, name))
    {
    }

    /// <summary>The tenant that owns it.</summary>
    public TenantId Tenant => GrainKey.TenantOf(Key);

    /// <summary>The name within the tenant.</summary>
    public string Name => GrainKey.NameOf(Key);

    /// <summary>True for what can be the name of a prompt: 1 to 64 of a-z, 0-9, dot, underscore and hyphen, a letter or digit first.</summary>
    public static bool IsName(string name) =>
        name is { Length: > 0 and <= MaxName } && name[0] is not ('.' or '_' or '-')
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    /// <inheritdoc/>
    public override string ToString() => Key ?? "";
}
