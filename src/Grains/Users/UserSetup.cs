using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Users;

/// <summary>Writes a user and the user's line into the directory.</summary>
internal sealed class UserSetup(IDirectory directory, IDirectoryWriter writer)
{
    /// <summary>Creates or changes a user; the extension's line follows.</summary>
    public async Task<ConfigureReceipt> Save(UserId id, UserSettings settings)
    {
        var tenant = id.Tenant.Value;
        if (!Enum.TryParse<UserRole>(settings.Role, ignoreCase: true, out var role) || !Enum.IsDefined(role))
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "Role: Agent, Supervisor or Administrator.");
        }

        var before = await directory.FindUserAsync(tenant, id.Name);
        var line = await directory.FindLineAsync(tenant, settings.Extension);
        if (line is not null && !(line.Kind == LineKind.User && line.Target == id.Name))
        {
            return new ConfigureReceipt(ConfigureStatus.Conflict, $"Extension: {settings.Extension} is the number of another line.");
        }

        var saved = await writer.SaveUserAsync(
            new DirectoryUser
            {
                TenantId = tenant,
                Name = id.Name,
                DisplayName = settings.DisplayName,
                Email = settings.Email,
                Extension = settings.Extension,
                Role = role,
                Disabled = settings.Disabled,
                RequireSrtp = settings.RequireSrtp,
                Calls = before?.Calls ?? new UserCallSettings(),
                Version = before?.Version ?? 0,
            },
            settings.Password);
        if (!saved.IsSaved)
        {
            return Receipts.Of(saved);
        }

        var made = line is null
            ? await writer.SaveLineAsync(new Line { TenantId = tenant, Number = settings.Extension, Kind = LineKind.User, Target = id.Name, Name = settings.DisplayName })
            : line.Name == settings.DisplayName ? saved : await writer.SaveLineAsync(line with { Name = settings.DisplayName });
        if (before?.Extension is { } old && old != settings.Extension)
        {
            await DropLine(tenant, old, id.Name);
        }

        return Receipts.Of(made);
    }

    /// <summary>Changes a user's displayed name, and that of the user's line.</summary>
    public async Task<ConfigureReceipt> Rename(UserId id, string displayName)
    {
        var tenant = id.Tenant.Value;
        if (await directory.FindUserAsync(tenant, id.Name) is not { } user)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        var saved = await writer.SaveUserAsync(user with { DisplayName = displayName });
        return saved.IsSaved && user.Extension is { } number && await directory.FindLineAsync(tenant, number) is { Kind: LineKind.User } line && line.Target == id.Name && line.Name != displayName
            ? Receipts.Of(await writer.SaveLineAsync(line with { Name = displayName }))
            : Receipts.Of(saved);
    }

    /// <summary>Keeps a user from signing in, registering and calling.</summary>
    public async Task<ConfigureReceipt> Restrict(UserId id) =>
        await directory.FindUserAsync(id.Tenant.Value, id.Name) is not { } user ? new ConfigureReceipt(ConfigureStatus.NotFound)
        : Receipts.Of(await writer.SaveUserAsync(user with { Disabled = true }));

    /// <summary>Changes what a user wants done with calls.</summary>
    public async Task<ConfigureReceipt> SaveCalls(UserId id, CallWishes wishes)
    {
        if (await directory.FindUserAsync(id.Tenant.Value, id.Name) is not { } user)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        return Receipts.Of(await writer.SaveUserAsync(user with
        {
            Calls = new UserCallSettings
            {
                Visibility = user.Calls.Visibility,
                ForwardAlways = wishes.ForwardAlways,
                ForwardBusy = wishes.ForwardBusy,
                ForwardNoAnswer = wishes.ForwardNoAnswer,
                RingSeconds = wishes.RingSeconds,
                CallWaiting = wishes.CallWaiting,
                BlocksAnonymous = wishes.BlocksAnonymous,
                FollowMe = wishes.FollowMe.IsDefault ? [] : [.. wishes.FollowMe.Select(step => new FollowMeNumber(step.Number, step.Seconds))],
                FollowMeAtOnce = wishes.FollowMeAtOnce,
                Blocked = wishes.Blocked.IsDefault ? [] : [.. wishes.Blocked.Distinct(StringComparer.Ordinal)],
            },
        }));
    }

    /// <summary>Changes to whom a user shows what.</summary>
    public async Task<ConfigureReceipt> SaveVisibility(UserId id, VisibilityRules rules) =>
        await directory.FindUserAsync(id.Tenant.Value, id.Name) is not { } user ? new ConfigureReceipt(ConfigureStatus.NotFound)
        : Receipts.Of(await writer.SaveUserAsync(user with
        {
            Calls = user.Calls with
            {
                Visibility = new UserVisibility { Presence = (VisibleTo)rules.Presence, Number = (VisibleTo)rules.Number, LastSeen = (VisibleTo)rules.LastSeen },
            },
        }));

    /// <summary>Removes a user and the user's line.</summary>
    public async Task<ConfigureReceipt> Remove(UserId id)
    {
        var tenant = id.Tenant.Value;
        if (await directory.FindUserAsync(tenant, id.Name) is null)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        return Receipts.Of(await writer.DeleteUserAsync(tenant, id.Name));
    }

    private async Task DropLine(string tenant, string number, string user)
    {
        if (await directory.FindLineAsync(tenant, number) is { Kind: LineKind.User } line && line.Target == user)
        {
            await writer.DeleteLineAsync(tenant, number, line.Version);
        }
    }
}
