namespace RtcCluster.Sip.Messages;

/// <summary>The header fields we know by name; any other is <see cref="Unknown"/> and is found by its text.</summary>
public enum SipHeader : byte
{
    /// <summary>A header that has no name here, such as an X- header.</summary>
    Unknown,

    /// <summary>Accept. RFC 3261 §20.1.</summary>
    Accept,

    /// <summary>Accept-Contact, compact form a. RFC 3841 §9.2.</summary>
    AcceptContact,

    /// <summary>Accept-Encoding. RFC 3261 §20.2.</summary>
    AcceptEncoding,

    /// <summary>Accept-Language. RFC 3261 §20.3.</summary>
    AcceptLanguage,

    /// <summary>Alert-Info. RFC 3261 §20.4.</summary>
    AlertInfo,

    /// <summary>Allow. RFC 3261 §20.5.</summary>
    Allow,

    /// <summary>Allow-Events, compact form u. RFC 6665 §8.2.2.</summary>
    AllowEvents,

    /// <summary>Authentication-Info. RFC 3261 §20.6; its commas part parameters, not values.</summary>
    AuthenticationInfo,

    /// <summary>Authorization. RFC 3261 §20.7, RFC 8760.</summary>
    Authorization,

    /// <summary>Call-ID, compact form i. RFC 3261 §20.8.</summary>
    CallId,

    /// <summary>Call-Info. RFC 3261 §20.9.</summary>
    CallInfo,

    /// <summary>Contact, compact form m. RFC 3261 §20.10.</summary>
    Contact,

    /// <summary>Content-Disposition. RFC 3261 §20.11.</summary>
    ContentDisposition,

    /// <summary>Content-Encoding, compact form e. RFC 3261 §20.12.</summary>
    ContentEncoding,

    /// <summary>Content-Language. RFC 3261 §20.13.</summary>
    ContentLanguage,

    /// <summary>Content-Length, compact form l. RFC 3261 §20.14.</summary>
    ContentLength,

    /// <summary>Content-Type, compact form c. RFC 3261 §20.15.</summary>
    ContentType,

    /// <summary>CSeq. RFC 3261 §20.16.</summary>
    CSeq,

    /// <summary>Date. RFC 3261 §20.17; its comma follows the weekday.</summary>
    Date,

    /// <summary>Diversion. RFC 5806.</summary>
    Diversion,

    /// <summary>Error-Info. RFC 3261 §20.18.</summary>
    ErrorInfo,

    /// <summary>Event, compact form o. RFC 6665 §8.2.1.</summary>
    Event,

    /// <summary>Expires. RFC 3261 §20.19.</summary>
    Expires,

    /// <summary>Flow-Timer. RFC 5626 §10.</summary>
    FlowTimer,

    /// <summary>From, compact form f. RFC 3261 §20.20.</summary>
    From,

    /// <summary>History-Info. RFC 7044.</summary>
    HistoryInfo,

    /// <summary>Identity, compact form y. RFC 8224 §4.</summary>
    Identity,

    /// <summary>In-Reply-To. RFC 3261 §20.21.</summary>
    InReplyTo,

    /// <summary>Join. RFC 3911.</summary>
    Join,

    /// <summary>Max-Forwards. RFC 3261 §20.22.</summary>
    MaxForwards,

    /// <summary>MIME-Version. RFC 3261 §20.24.</summary>
    MimeVersion,

    /// <summary>Min-Expires. RFC 3261 §20.23.</summary>
    MinExpires,

    /// <summary>Min-SE. RFC 4028 §5.</summary>
    MinSE,

    /// <summary>Organization. RFC 3261 §20.25.</summary>
    Organization,

    /// <summary>P-Asserted-Identity. RFC 3325 §9.1.</summary>
    PAssertedIdentity,

    /// <summary>P-Preferred-Identity. RFC 3325 §9.2.</summary>
    PPreferredIdentity,

    /// <summary>Path. RFC 3327.</summary>
    Path,

    /// <summary>Priority. RFC 3261 §20.26.</summary>
    Priority,

    /// <summary>Privacy. RFC 3323; its values are parted by semicolons.</summary>
    Privacy,

    /// <summary>Proxy-Authenticate. RFC 3261 §20.27, RFC 8760: one challenge a line.</summary>
    ProxyAuthenticate,

    /// <summary>Proxy-Authentication-Info. RFC 7615 §4.</summary>
    ProxyAuthenticationInfo,

    /// <summary>Proxy-Authorization. RFC 3261 §20.28.</summary>
    ProxyAuthorization,

    /// <summary>Proxy-Require. RFC 3261 §20.29.</summary>
    ProxyRequire,

    /// <summary>RAck. RFC 3262 §7.2.</summary>
    RAck,

    /// <summary>Reason. RFC 3326.</summary>
    Reason,

    /// <summary>Record-Route. RFC 3261 §20.30.</summary>
    RecordRoute,

    /// <summary>Refer-Sub. RFC 4488.</summary>
    ReferSub,

    /// <summary>Refer-To, compact form r. RFC 3515.</summary>
    ReferTo,

    /// <summary>Referred-By, compact form b. RFC 3892.</summary>
    ReferredBy,

    /// <summary>Reject-Contact, compact form j. RFC 3841.</summary>
    RejectContact,

    /// <summary>Replaces. RFC 3891.</summary>
    Replaces,

    /// <summary>Reply-To. RFC 3261 §20.31.</summary>
    ReplyTo,

    /// <summary>Request-Disposition, compact form d. RFC 3841.</summary>
    RequestDisposition,

    /// <summary>Require. RFC 3261 §20.32.</summary>
    Require,

    /// <summary>Retry-After. RFC 3261 §20.33.</summary>
    RetryAfter,

    /// <summary>Route. RFC 3261 §20.34.</summary>
    Route,

    /// <summary>RSeq. RFC 3262 §7.1.</summary>
    RSeq,

    /// <summary>Server. RFC 3261 §20.35.</summary>
    Server,

    /// <summary>Service-Route. RFC 3608.</summary>
    ServiceRoute,

    /// <summary>Session-Expires, compact form x. RFC 4028 §4.</summary>
    SessionExpires,

    /// <summary>SIP-ETag. RFC 3903.</summary>
    SipETag,

    /// <summary>SIP-If-Match. RFC 3903.</summary>
    SipIfMatch,

    /// <summary>Subject, compact form s. RFC 3261 §20.36.</summary>
    Subject,

    /// <summary>Subscription-State. RFC 6665 §8.2.3.</summary>
    SubscriptionState,

    /// <summary>Supported, compact form k. RFC 3261 §20.37.</summary>
    Supported,

    /// <summary>Target-Dialog. RFC 4538.</summary>
    TargetDialog,

    /// <summary>Timestamp. RFC 3261 §20.38.</summary>
    Timestamp,

    /// <summary>To, compact form t. RFC 3261 §20.39.</summary>
    To,

    /// <summary>Unsupported. RFC 3261 §20.40.</summary>
    Unsupported,

    /// <summary>User-Agent. RFC 3261 §20.41.</summary>
    UserAgent,

    /// <summary>User-to-User. RFC 7433.</summary>
    UserToUser,

    /// <summary>Via, compact form v. RFC 3261 §20.42.</summary>
    Via,

    /// <summary>Warning. RFC 3261 §20.43.</summary>
    Warning,

    /// <summary>WWW-Authenticate. RFC 3261 §20.44, RFC 8760: one challenge a line.</summary>
    WwwAuthenticate,
}
