# Two queues with a severity, and four people; prints the token of each. Every text is a canary.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;

my $system = RT->SystemUser;

sub made {
    my ( $class, %fields ) = @_;
    my $record = $class->new($system);
    my ( $id, $message ) = $record->Create(%fields);
    die "$class: $message" unless $id;
    return $record;
}

my @queues =
    map { made( 'RT::Queue', Name => $_, Description => 'canary-in-queue' ) } qw(Lumen Other);
my $severity = made(
    'RT::CustomField',
    Name       => 'Severity',
    Type       => 'SelectSingle',
    LookupType => 'RT::Queue-RT::Ticket',
);
$severity->AddValue( Name => $_ ) for qw(Critical High Medium Low);
$severity->AddToObject($_) for @queues;
my $words = made(
    'RT::CustomField',
    Name       => 'Words',
    Type       => 'FreeformSingle',
    LookupType => 'RT::Queue-RT::Ticket',
);
$words->AddToObject($_) for @queues;

my @reading = qw(SeeQueue ShowTicket ShowTicketComments SeeCustomField);
my @writing = qw(CreateTicket ReplyToTicket CommentOnTicket ModifyTicket OwnTicket ModifyCustomField DeleteTicket);
my %rights  = ( Privileged => [@reading], Everyone => [qw(CreateTicket ReplyToTicket)] );
for my $group_name ( sort keys %rights ) {
    my $group = RT::Group->new($system);
    $group->LoadSystemInternalGroup($group_name);
    for my $right ( @{ $rights{$group_name} } ) {
        $group->PrincipalObj->GrantRight( Right => $right, Object => $_ ) for @queues;
    }
}

my %addresses = ( reader => 'northwind', supplier => 'lumen', reporter => 'northwind', bot => 'lumen' );
for my $name ( sort keys %addresses ) {
    my $user = made(
        'RT::User',
        Name         => $name,
        EmailAddress => "$name\@$addresses{$name}.example",
        Privileged   => 1,
        RealName     => 'canary-in-real-name',
        Organization => 'canary-in-organization',
        Address1     => 'canary-in-postal-address',
        MobilePhone  => 'canary-in-phone',
    );
    if ( $name ne 'reader' ) {
        for my $right (@writing) {
            $user->PrincipalObj->GrantRight( Right => $right, Object => $_ ) for @queues;
        }
    }
    $user->PrincipalObj->GrantRight( Right => 'ManageAuthTokens', Object => RT->System );
    my ( $id, $message, $token ) = RT::AuthToken->new($system)->Create( Owner => $user->Id, Description => 'test' );
    die $message unless $id;
    print "$name $token\n";
}
