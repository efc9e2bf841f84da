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

    /// <summary>Removes a user and the user's line.</summary>
    public async Task<ConfigureReceipt> Remove(UserId id)
    {
        var tenant = id.Tenant.Value;
        if (await directory.FindUserAsync(tenant, id.Name) is not { } user)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        if (user.Extension is { } extension)
        {
            await DropLine(tenant, extension, id.Name);
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
