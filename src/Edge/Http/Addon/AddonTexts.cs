namespace RtcCluster.Edge.Http.Addon;

/// <summary>What the add-on says, in Spanish and English.</summary>
internal sealed record AddonTexts
{
    public required string Tag { get; init; }
    public required string Title { get; init; }
    public required string Stranger { get; init; }
    public required string Number { get; init; }
    public required string With { get; init; }
    public required string AnyDevice { get; init; }
    public required string Browser { get; init; }
    public required string Telephone { get; init; }
    public required string HandsFree { get; init; }
    public required string Call { get; init; }
    public required string Search { get; init; }
    public required string Who { get; init; }
    public required string Nobody { get; init; }
    public required string LastCalls { get; init; }
    public required string NoCalls { get; init; }
    public required string Now { get; init; }
    public required string Hold { get; init; }
    public required string Resume { get; init; }
    public required string HangUp { get; init; }
    public required string Transfer { get; init; }
    public required string TransferTo { get; init; }
    public required string Recording { get; init; }
    public required string Details { get; init; }
    public required string Colleague { get; init; }
    public required string Calling { get; init; }
    public required string NoNumber { get; init; }
    public required string Done { get; init; }
    public required string InThisMail { get; init; }
    public required string InThisEvent { get; init; }
    public required string InThisFile { get; init; }
    public required string Help { get; init; }
    public required string CallCard { get; init; }
    public required string NotYours { get; init; }
    public required string MailUnread { get; init; }
    public required IReadOnlyDictionary<string, string> Presence { get; init; }
    public required IReadOnlyDictionary<string, string> Results { get; init; }

    private static readonly AddonTexts English = new()
    {
        Tag = "en",
        Title = "Telephone",
        Stranger = "Your account of Google belongs to nobody here. Sign in to the web app and link it in the settings, or ask your administrator.",
        Number = "Number or name",
        With = "Call with",
        AnyDevice = "whatever I answer with",
        Browser = "the browser",
        Telephone = "the desk phone",
        HandsFree = "the desk phone, which answers by itself",
        Call = "Call",
        Search = "Search",
        Who = "Who is this",
        Nobody = "Nobody with this name or number is among the contacts.",
        LastCalls = "Last calls",
        NoCalls = "No calls yet.",
        Now = "Now",
        Hold = "Hold",
        Resume = "Resume",
        HangUp = "Hang up",
        Transfer = "Transfer",
        TransferTo = "Transfer to (number)",
        Recording = "Recording",
        Details = "Details",
        Colleague = "Colleague",
        Calling = "Your telephone rings first; answer it, then {0} is called.",
        NoNumber = "That is no number that can be called.",
        Done = "Done.",
        InThisMail = "In this mail",
        InThisEvent = "In this event",
        InThisFile = "In this file",
        Help = "Write a number to call it, or a name to look it up.",
        CallCard = "Call",
        NotYours = "You may not see this call, or there is none.",
        MailUnread = "Google did not say who wrote this mail.",
        Presence = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Offline"] = "offline", ["Available"] = "available", ["Busy"] = "busy", ["OnCall"] = "in a call", ["Away"] = "away", ["DoNotDisturb"] = "do not disturb",
        },
        Results = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["answered"] = "answered", ["busy"] = "busy", ["declined"] = "declined", ["noAnswer"] = "no answer", ["cancelled"] = "cancelled",
        },
    };

    private static readonly AddonTexts Spanish = new()
    {
        Tag = "es",
        Title = "Teléfono",
        Stranger = "Su cuenta de Google no pertenece a nadie aquí. Inicie sesión en la aplicación web y vincúlela en los ajustes, o pregunte a su administrador.",
        Number = "Número o nombre",
        With = "Llamar con",
        AnyDevice = "lo que yo conteste",
        Browser = "el navegador",
        Telephone = "el teléfono de mesa",
        HandsFree = "el teléfono de mesa, que contesta solo",
        Call = "Llamar",
        Search = "Buscar",
        Who = "Quién es",
        Nobody = "Nadie con este nombre o número está entre los contactos.",
        LastCalls = "Últimas llamadas",
        NoCalls = "Aún no hay llamadas.",
        Now = "Ahora",
        Hold = "Retener",
        Resume = "Retomar",
        HangUp = "Colgar",
        Transfer = "Transferir",
        TransferTo = "Transferir a (número)",
        Recording = "Grabación",
        Details = "Detalles",
        Colleague = "Colega",
        Calling = "Primero suena su teléfono; conteste y se llamará a {0}.",
        NoNumber = "Ese no es un número al que se pueda llamar.",
        Done = "Hecho.",
        InThisMail = "En este correo",
        InThisEvent = "En este evento",
        InThisFile = "En este archivo",
        Help = "Escriba un número para llamar o un nombre para buscarlo.",
        CallCard = "Llamada",
        NotYours = "No puede ver esta llamada, o no existe.",
        MailUnread = "Google no dijo quién escribió este correo.",
        Presence = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Offline"] = "desconectado", ["Available"] = "disponible", ["Busy"] = "ocupado", ["OnCall"] = "en una llamada", ["Away"] = "ausente", ["DoNotDisturb"] = "no molestar",
        },
        Results = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["answered"] = "contestada", ["busy"] = "ocupado", ["declined"] = "rechazada", ["noAnswer"] = "sin respuesta", ["cancelled"] = "cancelada",
        },
    };

    /// <summary>Those of a language tag; English for all but Spanish.</summary>
    public static AddonTexts Of(string language) => language.StartsWith("es", StringComparison.OrdinalIgnoreCase) ? Spanish : English;
}
