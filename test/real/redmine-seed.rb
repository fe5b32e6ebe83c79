# Run by `rails runner` in a Redmine of its own: one public project and people with keys. Prints `LOGIN ID KEY`.
Setting.rest_api_enabled = '1'
Setting.notified_events = []
Redmine::DefaultData::Loader.load('en') if Redmine::DefaultData::Loader.no_data?
project = Project.create!(name: 'canary', identifier: 'acme-support', is_public: true)
project.trackers = Tracker.all
%w[supplier reporter bot reader].each do |login|
  user = User.new(firstname: 'canary-of-a-person', lastname: login, mail: "#{login}@canary.example", language: 'en')
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(12)
  user.save!
  Member.create!(project: project, principal: user, roles: [Role.find_by!(name: 'Manager')])
  puts "#{login} #{user.id} #{user.api_key}"
end
